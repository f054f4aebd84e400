import { units, type Duration, type Unit } from '../segment-comparison.ts'
import type { Counting, EventWindow } from '../segment-event.ts'
import { attempt, demand, peek, problem, sees, take, TextProblem, type Reader } from './reader.ts'

const unitNames = Object.keys(units) as Unit[]
const longUnits: Record<string, number> = {
  month: 30,
  months: 30,
  quarter: 91,
  quarters: 91,
  year: 365,
  years: 365,
}

/** Reads a number; null when none stands here. */
export function takeNumber(reader: Reader): number | null {
  const token = peek(reader)
  if (token?.kind !== 'number') return null
  reader.at += 1
  return Number(token.text)
}

/** Whether a number stands here that is followed by a unit of time or by `time`: no value, but an amount. */
export function seesAmount(reader: Reader, ahead = 0): boolean {
  if (peek(reader, ahead)?.kind !== 'number') return false
  const word = peek(reader, ahead + 1)?.text.toLowerCase() ?? ''
  return isUnit(word) || word in longUnits || word === 'time' || word === 'times'
}

/** Reads a length of time such as `3 days`; null when none stands here. With `short`, `day` alone is one. */
export function takeDuration(reader: Reader, { short = false } = {}): Duration | null {
  return attempt(reader, () => {
    const place = peek(reader)
    const amount = takeNumber(reader) ?? (short ? 1 : null)
    const unit = amount === null ? null : takeUnit(reader, amount)
    if (amount === null || unit === null) return null
    if (!Number.isInteger(amount) || amount < 1)
      throw new TextProblem('Give a whole number of them, at least 1.', place ?? { from: 0, to: 0 })
    return { amount, unit }
  })
}

function takeUnit(reader: Reader, amount: number): Unit | null {
  const word = peek(reader)?.text.toLowerCase() ?? ''
  const days = longUnits[word]
  if (days !== undefined)
    throw problem(
      reader,
      `Time is told in minutes, hours, days and weeks, because a ${word.replace(/s$/, '')} has no fixed length.`,
      [`${amount * days} days`],
    )
  const unit = unitNames.find((one) => isNamed(word, one))
  if (unit) reader.at += 1
  else
    take(
      reader,
      unitNames.map((one) => `${one}s` as const),
    )
  return unit ?? null
}

const isUnit = (word: string) => unitNames.some((one) => isNamed(word, one))
const isNamed = (word: string, unit: Unit) => word === unit || word === `${unit}s`

/** How often: `fewer` says that it is fewer than `times`. */
export type Counted = Counting & { fewer?: true }

/** Reads how many: `at least 3 times`, `exactly 1 deal`, `twice`; null when no count of this noun stands here. */
export function takeCount(reader: Reader, nouns: readonly string[]): Counted | null {
  return attempt(reader, () => {
    if (nouns.includes('time')) {
      if (take(reader, ['once'])) return { times: 1, how: 'exactly' as const }
      if (take(reader, ['twice'])) return { times: 2, how: 'exactly' as const }
    }
    const counted = takeHowMany(reader)
    return counted && take(reader, nouns) ? counted : null
  })
}

function takeHowMany(reader: Reader): Counted | null {
  const how = take(reader, [
    'at least',
    'at most',
    'exactly',
    'between',
    'more than',
    'fewer than',
    'less than',
    'up to',
    '≥',
    '>',
    '≤',
    '<',
  ])
  const times = takeNumber(reader)
  if (times === null) return null
  switch (how) {
    case 'at most':
    case 'up to':
    case '≤':
      return { times, how: 'at_most' }
    case 'exactly':
      return { times, how: 'exactly' }
    case 'more than':
    case '>':
      return { times: times + 1 }
    case 'fewer than':
    case 'less than':
    case '<':
      return { times, fewer: true }
    case 'between': {
      if (!take(reader, ['and'])) return null
      const upTo = takeNumber(reader)
      return upTo === null ? null : { times, how: 'between', times_to: upTo }
    }
    case 'at least':
    case '≥':
      return { times }
    case null:
      return take(reader, ['or more', 'or more often']) ? { times } : { times, how: 'exactly' }
  }
}

const within = [
  'within the last',
  'within the past',
  'in the last',
  'in the past',
  'during the last',
  'over the last',
]

/** Reads when: `within the last 7 days`, `from 2026-01-01 until 2026-02-01`; null when no such thing stands here. */
export function takeWindow(reader: Reader): EventWindow | null {
  return attempt(reader, () => takeLast(reader) ?? takeAgo(reader) ?? takeDates(reader))
}

export const seesLast = (reader: Reader) => sees(reader, within)

function takeLast(reader: Reader): EventWindow | null {
  if (!take(reader, within)) return null
  const last = takeDuration(reader, { short: true })
  if (!last) throw problem(reader, 'Say how long: “the last 7 days”.', ['7 days', '30 days'])
  return { kind: 'last', ...last }
}

function takeAgo(reader: Reader): EventWindow | null {
  return attempt(reader, () => {
    if (take(reader, ['more than'])) {
      const before = takeDuration(reader)
      return before && take(reader, ['ago']) ? { kind: 'before_last' as const, ...before } : null
    }
    if (!take(reader, ['between'])) return null
    const place = peek(reader)
    const from = takeDuration(reader)
    const to = from && take(reader, ['and']) ? takeDuration(reader) : null
    if (!from || !to) return null
    demand(reader, ['ago'], 'Say “ago”: “between 60 days and 30 days ago”.')
    return agoOf(from, to, place ?? { from: 0, to: 0 })
  })
}

function agoOf(one: Duration, other: Duration, place: { from: number; to: number }): EventWindow {
  const unit = units[one.unit] <= units[other.unit] ? one.unit : other.unit
  const amounts = [one, other].map((each) => (each.amount * units[each.unit]) / units[unit])
  const [from, to] = [Math.max(...amounts), Math.min(...amounts)]
  if (from === to) throw new TextProblem('Between two times that are the same there is nothing.', place)
  return { kind: 'ago', from, to, unit }
}

function takeDates(reader: Reader): EventWindow | null {
  const from = take(reader, ['from', 'since']) ? takeDate(reader) : null
  const to = take(reader, ['until', 'to', 'before']) ? takeDate(reader) : null
  return from === null && to === null ? null : { kind: 'between', from, to }
}

function takeDate(reader: Reader): string {
  const token = peek(reader)
  if (token?.kind !== 'date') throw problem(reader, 'Here a date is missing, such as 2026-01-31.', [])
  reader.at += 1
  return token.text
}
