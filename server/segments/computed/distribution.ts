import type { ComputedPreview } from '../../../model/computed-trait.ts'
import { isObject } from '../../../model/json.ts'

const MOST_BARS = 10
const MOST_PLAIN_NUMBERS = 12
const DATE = /^\d{4}-\d{2}-\d{2}T/

type Bars = ComputedPreview['distribution']

/** How values are spread, as bars of a picture; each value stands for `weight` people. */
export function distributionOf(values: unknown[], weight: number): Bars {
  const bars = barsOf(values.flatMap(partsOf))
  return bars.map(({ label, count }) => ({ label, count: Math.round(count * weight) }))
}

/** How scores are spread: bars of one length that begin at round numbers, each with the score from which it is. */
export function barsOfScores(scores: number[], weight: number): (Bars[number] & { from: number })[] {
  if (scores.length === 0) return []
  const low = scores.reduce((least, one) => Math.min(least, one))
  const high = scores.reduce((most, one) => Math.max(most, one))
  const step = niceStep(Math.max(1, (high - low + 1) / MOST_BARS))
  const first = Math.floor(low / step) * step
  const counts = Array.from({ length: Math.floor((high - first) / step) + 1 }, () => 0)
  for (const one of scores) {
    const place = Math.floor((one - first) / step)
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts.map((count, place) => {
    const from = first + place * step
    const label = step === 1 ? short(from) : `${short(from)} to ${short(from + step - 1)}`
    return { from, label, count: Math.round(count * weight) }
  })
}

/** Of a list each element counts, of scores the group, of a prediction how likely it is. */
function partsOf(value: unknown): (number | string)[] {
  if (Array.isArray(value)) return value.flatMap(partsOf)
  if (isObject(value)) return [value['group'] ?? value['likelihood']].filter(isPart)
  if (typeof value === 'number') return [value]
  return [typeof value === 'string' && DATE.test(value) ? value.slice(0, 7) : String(value)]
}

function isPart(value: unknown): value is number | string {
  return typeof value === 'number' || typeof value === 'string'
}

function barsOf(values: (number | string)[]): Bars {
  const numbers = values.filter((value) => typeof value === 'number')
  if (numbers.length === values.length && new Set(numbers).size > MOST_PLAIN_NUMBERS) return ranges(numbers)
  const counts = new Map<number | string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const bars = [...counts].map(([value, count]) => ({ value, label: String(value), count }))
  if (numbers.length === values.length)
    return inOrder(bars.toSorted((a, b) => Number(a.value) - Number(b.value)))
  if (values.every((value) => /^\d{4}-\d{2}$/.test(String(value))))
    return inOrder(bars.toSorted((a, b) => a.label.localeCompare(b.label)).slice(-MOST_PLAIN_NUMBERS))
  return withOthers(bars.toSorted((a, b) => b.count - a.count || a.label.localeCompare(b.label)))
}

function inOrder(bars: Bars): Bars {
  return bars.map(({ label, count }) => ({ label, count }))
}

function withOthers(bars: Bars): Bars {
  if (bars.length <= MOST_BARS) return inOrder(bars)
  const others = bars.slice(MOST_BARS - 1).reduce((sum, { count }) => sum + count, 0)
  return [...inOrder(bars.slice(0, MOST_BARS - 1)), { label: 'others', count: others }]
}

/** Ranges of one length; the few largest numbers, which would press all others into one bar, share the last. */
function ranges(numbers: number[]): Bars {
  const sorted = numbers.toSorted((a, b) => a - b)
  const low = sorted[0] ?? 0
  const high = sorted[Math.floor(0.97 * (sorted.length - 1))] ?? low
  const step = niceStep((high - low) / (MOST_BARS - 1))
  const from = Math.floor(low / step) * step
  const bars = Math.min(MOST_BARS, Math.floor((high - from) / step) + 2)
  const counts = Array.from({ length: bars }, () => 0)
  for (const number of sorted) {
    const place = Math.min(bars - 1, Math.floor((number - from) / step))
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts.map((count, place) => {
    const start = short(from + place * step)
    const isLast = place === bars - 1
    return { label: isLast ? `${start} and more` : `${start} to ${short(from + (place + 1) * step)}`, count }
  })
}

/** 1, 2 or 5 times a power of ten, at least so much. */
function niceStep(least: number): number {
  if (least <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10) * power
}

function short(number: number): string {
  return Number(number.toPrecision(6)).toLocaleString('en')
}
