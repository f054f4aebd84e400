import {
  needsValue,
  relativeOperators,
  segmentOperators,
  type Duration,
  type SegmentComparison,
} from './segment-comparison.ts'
import type { Counting } from './segment-event.ts'
import { nameWords, quoted } from './segment-text/quoting.ts'

/** A comparison in words: `country is “DE” or “AT”`, `plan has any value`. */
export function comparisonWords(comparison: SegmentComparison): string {
  return `${nameWords(comparison.field)} ${comparedWords(comparison)}`
}

/** What is said of the value: `is “DE” or “AT”`. */
export function comparedWords({ operator, value, unit = 'day' }: Omit<SegmentComparison, 'field'>): string {
  const words = segmentOperators[operator]
  if (!needsValue(operator) || value === undefined) return words
  if (relativeOperators.includes(operator)) {
    const time = durationWords({ amount: Number(value), unit: operator === 'anniversary' ? 'day' : unit })
    return words.includes('…') ? words.replace('…', time) : `${words} ${time}`
  }
  if (operator === 'between') {
    const [low, high] = [value].flat().map(scalarWords)
    return `${words} ${low} and ${high}`
  }
  return `${words} ${valueWords(value)}`
}

/** How many, with the word: `at least 3 deals`, `exactly 1 deal`, `between 2 and 5 times`. */
export function countWords(
  { how = 'at_least', times, times_to }: Counting,
  one: string,
  many: string,
): string {
  const counted = `${formatCount(times)} ${times === 1 ? one : many}`
  switch (how) {
    case 'at_least':
      return `at least ${counted}`
    case 'at_most':
      return `at most ${counted}`
    case 'exactly':
      return `exactly ${counted}`
    case 'between':
      return `between ${formatCount(times)} and ${formatCount(times_to ?? times)} ${many}`
  }
}

/** A length of time: `1 day`, `3 hours`; the short form leaves out a one: `day`. */
export function durationWords({ amount, unit }: Duration, form: 'long' | 'short' = 'long'): string {
  if (amount === 1) return form === 'short' ? unit : `1 ${unit}`
  return `${formatCount(amount)} ${unit}s`
}

/** A whole number: `1,200`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en')
}

/** Words as a list: `a, b and c`. */
export function joinWords(words: string[], last: 'and' | 'or'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

function valueWords(value: NonNullable<SegmentComparison['value']>): string {
  return Array.isArray(value) ? joinWords(value.map(scalarWords), 'or') : scalarWords(value)
}

function scalarWords(value: string | number | boolean): string {
  if (typeof value === 'string') return quoted(value)
  return typeof value === 'number' ? formatNumber(value) : value ? 'yes' : 'no'
}

/** Exact, so that reading it again gives the same number. */
function formatNumber(value: number): string {
  const plain = value.toLocaleString('en', {
    maximumFractionDigits: 20,
    useGrouping: Math.abs(value) >= 10_000,
  })
  return Number(plain.replaceAll(',', '')) === value ? plain : String(value)
}
