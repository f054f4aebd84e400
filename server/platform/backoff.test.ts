import { expect, it } from 'vitest'
import { MAX_ATTEMPTS, nextAttemptAt } from './backoff.ts'

const HOUR_MS = 3_600_000
const pauses = () => Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => nextAttemptAt(0, index + 1))

it('attempts are spread over about four hours, in pauses that double', () => {
  const hours = pauses().reduce((sum, pause) => sum + pause, 0) / HOUR_MS
  expect(hours).toBeGreaterThan(3.2)
  expect(hours).toBeLessThan(4.8)
  for (const [index, pause] of pauses().entries()) expect(pause / 2 ** index / 7_000).toBeCloseTo(1, 0)
})

it('messages that failed together come back apart', () => {
  expect(new Set(Array.from({ length: 50 }, () => nextAttemptAt(0, 3))).size).toBeGreaterThan(40)
})

it.each([
  ['later than the pause', HOUR_MS, HOUR_MS],
  ['a day away', 24 * HOUR_MS, 4 * HOUR_MS],
])('a moment that the server asked for, %s, is kept within four hours', (_when, asked, expected) => {
  expect(nextAttemptAt(0, 1, asked)).toBe(expected)
})

it('a moment that the server asked for does not shorten the pause', () => {
  expect(nextAttemptAt(0, 10, 1_000)).toBeGreaterThan(2_000_000)
})
