import { pickFrom, type Random } from './slips.ts'

const ONSETS = [
  'b',
  'br',
  'd',
  'f',
  'g',
  'h',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  'st',
  't',
  'v',
  'w',
  'th',
  'j',
  'c',
]
const NUCLEI = ['a', 'e', 'i', 'o', 'u', 'ai', 'ee', 'ou']
const CODAS = ['', 'n', 'r', 's', 'l', 'ck', 'nd', 'm', 'tt']

/** So many different words of a few syllables. */
export function makeWords(count: number, random: Random, syllables = 2): string[] {
  const words = new Set<string>()
  while (words.size < count) {
    const parts = Array.from(
      { length: 1 + Math.ceil(random() * (syllables - 1)) },
      () => pickFrom(ONSETS, random) + pickFrom(NUCLEI, random),
    )
    words.add(parts.join('') + pickFrom(CODAS, random))
  }
  return [...words]
}

/** The first of a list are far more common than the last, as names are. */
export function skewed<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() ** 2.5 * list.length)]!
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
