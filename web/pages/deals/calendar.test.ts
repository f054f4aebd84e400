import { expect, it } from 'vitest'
import { monthWeeks, nextMonth } from './calendar.ts'

it('begins a month with the Monday before it and ends it with a Sunday', () => {
  const weeks = monthWeeks('2026-11')
  expect([weeks[0]?.[0], weeks.at(-1)?.[6], weeks.length]).toEqual(['2026-10-26', '2026-12-06', 6])
  expect(monthWeeks('2027-02').flat()).toHaveLength(28)
})

it.each([
  ['2026-12', 1, '2027-01'],
  ['2026-01', -1, '2025-12'],
])('finds the month beside %s', (month, by, other) => {
  expect(nextMonth(month, by)).toBe(other)
})
