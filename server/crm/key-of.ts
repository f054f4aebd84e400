/** A key from a name: "Größe (cm)" becomes `grosse_cm`. A number follows while it is taken; `kind` stands in for no letters. */
export function keyOf(name: string, kind: string, taken: string[]): string {
  const plain = name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 36)
  const key = /^[a-z]/.test(plain) ? plain : `${kind}_${plain}`.replace(/_$/, '')
  for (let number = 1; ; number++) {
    const tried = number === 1 ? key : `${key}_${number}`
    if (!taken.includes(tried)) return tried
  }
}
