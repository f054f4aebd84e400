import { expect, it } from 'vitest'
import { nextDigest } from './next-digest.ts'

const weekdays = { days: [1, 2, 3, 4, 5], time: '08:00', time_zone: 'Europe/Berlin' }

it.each([
  ['the same day when it is early', '2026-11-27T05:00:00Z', '2026-11-27T07:00:00.000Z'],
  ['the next working day after it', '2026-11-27T07:00:00Z', '2026-11-30T07:00:00.000Z'],
  ['at eight there when the clocks have changed', '2026-03-27T12:00:00Z', '2026-03-30T06:00:00.000Z'],
])('is due %s', (_when, now, expected) => {
  expect(nextDigest(weekdays, Date.parse(now))?.toISOString()).toBe(expected)
})

it('comes a week later when one day is chosen and it is past', () => {
  const mondays = { ...weekdays, days: [1] }
  expect(nextDigest(mondays, Date.parse('2026-11-30T08:00:00Z'))?.toISOString()).toBe(
    '2026-12-07T07:00:00.000Z',
  )
})

it('never comes without a day', () => {
  expect(nextDigest({ ...weekdays, days: [] }, Date.now())).toBeNull()
})
