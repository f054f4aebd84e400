/** Without letters and digits that are easily taken for another. */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const LENGTH = 18

/** A random first password, about 104 bits, in groups that are easy to read out. */
export function newPassword(): string {
  const bytes = crypto.getRandomValues(new Uint32Array(LENGTH))
  const picked = [...bytes].map((value) => letters[value % letters.length]).join('')
  return picked.match(/.{6}/g)?.join('-') ?? picked
}
