import { expect, it } from 'vitest'
import { comparedDays, daysOf, type DashboardPeriod } from './dashboard-periods.ts'

const today = '2026-05-20'
const chosen = (period: DashboardPeriod, from: string | null = null, to: string | null = null) =>
  daysOf({ period, from, to }, today)

it.each<[DashboardPeriod, string, string]>([
  ['this_week', '2026-05-18', '2026-05-24'],
  ['last_week', '2026-05-11', '2026-05-17'],
  ['this_month', '2026-05-01', '2026-05-31'],
  ['last_month', '2026-04-01', '2026-04-30'],
  ['this_quarter', '2026-04-01', '2026-06-30'],
  ['last_quarter', '2026-01-01', '2026-03-31'],
  ['last_year', '2025-01-01', '2025-12-31'],
  ['last_7_days', '2026-05-14', '2026-05-20'],
])('%s is from %s to %s', (period, from, to) => {
  expect(chosen(period)).toEqual({ from, to })
})

it.each<[string, DashboardPeriod, [string, string]]>([
  ['of a quarter that runs, the same days of the one before', 'this_quarter', ['2026-01-01', '2026-02-19']],
  ['of a month that is over, the whole one before', 'last_month', ['2026-03-01', '2026-03-31']],
  ['of the last days, as many before them', 'last_7_days', ['2026-05-07', '2026-05-13']],
])('%s', (_what, period, [from, to]) => {
  expect(comparedDays({ period, compare: 'before' }, chosen(period), today)).toEqual({ from, to })
})

it('compares whole months that were chosen with as many before, and days with the year before', () => {
  const months = chosen('days', '2026-02-01', '2026-03-31')
  expect(comparedDays({ period: 'days', compare: 'before' }, months, today)).toEqual({
    from: '2025-12-01',
    to: '2026-01-31',
  })
  const leap = chosen('days', '2024-02-29', '2024-03-10')
  expect(comparedDays({ period: 'days', compare: 'year_before' }, leap, today)).toEqual({
    from: '2023-02-28',
    to: '2023-03-10',
  })
  expect(comparedDays({ period: 'days', compare: 'none' }, leap, today)).toBeNull()
})

it('does not compare more days than the month before has', () => {
  const march = daysOf({ period: 'this_month', from: null, to: null }, '2026-03-31')
  expect(comparedDays({ period: 'this_month', compare: 'before' }, march, '2026-03-30')).toEqual({
    from: '2026-02-01',
    to: '2026-02-28',
  })
})
