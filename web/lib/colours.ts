/** Tints for avatars: equally strong hues that none of the meanings (green, amber, red) uses. */
const tints = ['indigo', 'blue', 'cyan', 'teal', 'violet', 'grape', 'pink', 'gray'] as const
export type Tint = (typeof tints)[number]

/** Always the same tint for the same text, so that a person keeps their colour on every screen. */
export function stableTint(text: string): Tint {
  let hash = 0
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) | 0
  return tints[Math.abs(hash) % tints.length] ?? 'gray'
}

/** Up to two letters that stand for a name or an address; numbers only when there is nothing else, a dot for nothing. */
export function initialsOf(text: string): string {
  const words = text.split('@')[0]?.match(/[\p{L}\p{N}]+/gu) ?? []
  const named = words.filter((word) => /^\p{L}/u.test(word))
  const [first = '·', ...others] = named.length > 0 ? named : words
  const last = others.at(-1)
  return (firstLetter(first) + (last ? firstLetter(last) : '')).toLocaleUpperCase()
}

const firstLetter = (word: string) => String.fromCodePoint(word.codePointAt(0) ?? 0xb7)
