import { expect, test } from 'vitest'
import { parseRetryAfter } from './transport.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')

test.each([
  ['2', 2_000],
  ['0', 0],
  [' 30 ', 30_000],
  ['Sun, 01 Mar 2026 12:00:05 GMT', 5_000],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['999999', 3_600_000],
  ['soon', null],
  ['', null],
  [null, null],
])('Retry-After %j is a wait of %j ms', (header, wait) => {
  expect(parseRetryAfter(header, NOW)).toBe(wait)
})
