export type Random = () => number

const LETTERS = Array.from('aeinrstlo')
const DIGITS = Array.from('0123456789')

export function pickFrom<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)]!
}

export function digits(length: number, random: Random): string {
  return Array.from({ length }, () => pickFrom(DIGITS, random)).join('')
}

/** One slip of the pen: a character wrong, left out, doubled or exchanged with the next. */
export function slip(value: string, random: Random): string {
  if (value.length < 2) return value
  const at = Math.floor(random() * (value.length - 1))
  const [before, own, next] = [value.slice(0, at), value[at]!, value[at + 1]!]
  const other = pickFrom(/\d/.test(own) ? DIGITS : LETTERS, random)
  const slips = [
    before + other + value.slice(at + 1),
    before + value.slice(at + 1),
    before + own + value.slice(at),
    before + next + own + value.slice(at + 2),
  ]
  return pickFrom(slips, random)
}

/** The words of a title with one left out, two exchanged, or one cut short. */
export function reword(value: string, random: Random): string {
  const words = value.split(' ')
  const at = Math.floor(random() * words.length)
  const own = words[at]!
  if (random() < 0.4 && words.length > 2) return words.toSpliced(at, 1).join(' ')
  if (random() < 0.5 && at > 0) return words.toSpliced(at - 1, 2, own, words[at - 1]!).join(' ')
  return words.with(at, own.length > 4 ? `${own.slice(0, 3)}.` : slip(own, random)).join(' ')
}
