const DAY_MS = 86_400_000
const WEEK_DAYS = 7

/** The times that a dashboard can be about. Those of days end today; `days` is what its reader chose. */
export const dashboardPeriods = [
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'this_quarter',
  'last_quarter',
  'this_year',
  'last_year',
  'last_7_days',
  'last_30_days',
  'last_90_days',
  'last_365_days',
  'days',
] as const
export type DashboardPeriod = (typeof dashboardPeriods)[number]

/** What a number is compared with: the period before, the same days a year before, or nothing. */
export const dashboardComparisons = ['before', 'year_before', 'none'] as const
export type DashboardComparison = (typeof dashboardComparisons)[number]

/** Days of UTC, both included. */
export type Days = { from: string; to: string }

type Unit = 'week' | 'month' | 'quarter' | 'year'
type Meaning = { name: string } & ({ unit: Unit; steps: 0 | -1 } | { days: number } | { chosen: true })

const meanings: Record<DashboardPeriod, Meaning> = {
  this_week: { name: 'This week', unit: 'week', steps: 0 },
  last_week: { name: 'Last week', unit: 'week', steps: -1 },
  this_month: { name: 'This month', unit: 'month', steps: 0 },
  last_month: { name: 'Last month', unit: 'month', steps: -1 },
  this_quarter: { name: 'This quarter', unit: 'quarter', steps: 0 },
  last_quarter: { name: 'Last quarter', unit: 'quarter', steps: -1 },
  this_year: { name: 'This year', unit: 'year', steps: 0 },
  last_year: { name: 'Last year', unit: 'year', steps: -1 },
  last_7_days: { name: 'Last 7 days', days: 7 },
  last_30_days: { name: 'Last 30 days', days: 30 },
  last_90_days: { name: 'Last 90 days', days: 90 },
  last_365_days: { name: 'Last 365 days', days: 365 },
  days: { name: 'Other days', chosen: true },
}

/** "This quarter", "Last 30 days". */
export function periodLabel(period: DashboardPeriod): string {
  return meanings[period].name
}

/** A period, with its days where they were chosen. */
export type ChosenPeriod = { period: DashboardPeriod; from: string | null; to: string | null }

/** The days that a period is, seen from today. */
export function daysOf({ period, from, to }: ChosenPeriod, today: string): Days {
  const meaning = meanings[period]
  if ('unit' in meaning) return unitOf(meaning.unit, meaning.steps, today)
  if ('days' in meaning) return { from: moved(today, 1 - meaning.days), to: today }
  return { from: from ?? today, to: to ?? today }
}

/**
 * The days to compare with. Of a period that is not over only as many days count as have passed, so that what was done in three
 * weeks is not measured by a whole quarter.
 */
export function comparedDays(
  { period, compare }: { period: DashboardPeriod; compare: DashboardComparison },
  days: Days,
  today: string,
): Days | null {
  if (compare === 'none') return null
  const end = days.from <= today && today < days.to ? today : days.to
  if (compare === 'year_before') return { from: yearBefore(days.from), to: yearBefore(end) }
  const meaning = meanings[period]
  const whole = 'unit' in meaning ? unitOf(meaning.unit, -1, days.from) : asLongBefore(days)
  if (end === days.to) return whole
  const to = moved(whole.from, daysBetween(days.from, end))
  return { from: whole.from, to: to < whole.to ? to : whole.to }
}

/** Whether a period is of whole months, as quotas are. */
export function isWholeMonths({ from, to }: Days): boolean {
  return from.endsWith('-01') && moved(to, 1).endsWith('-01')
}

/** How many days lie between two; 0 for the same. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

/** The day so many days later. */
function moved(day: string, days: number): string {
  return dayText(Date.parse(day) + days * DAY_MS)
}

/** Before whole months as many whole months, before other days as many days. */
function asLongBefore(days: Days): Days {
  const { from, to } = days
  if (!isWholeMonths(days)) {
    const length = daysBetween(from, to) + 1
    return { from: moved(from, -length), to: moved(to, -length) }
  }
  const [first, next] = [new Date(from), new Date(moved(to, 1))]
  const months =
    (next.getUTCFullYear() - first.getUTCFullYear()) * 12 + next.getUTCMonth() - first.getUTCMonth()
  return {
    from: dayText(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() - months, 1)),
    to: moved(from, -1),
  }
}

function unitOf(unit: Unit, steps: number, today: string): Days {
  const at = new Date(today)
  if (unit === 'week') {
    const monday = moved(today, -((at.getUTCDay() + WEEK_DAYS - 1) % WEEK_DAYS) + steps * WEEK_DAYS)
    return { from: monday, to: moved(monday, WEEK_DAYS - 1) }
  }
  const months = { month: 1, quarter: 3, year: 12 }[unit]
  const first = Math.floor(at.getUTCMonth() / months) * months + steps * months
  return {
    from: dayText(Date.UTC(at.getUTCFullYear(), first, 1)),
    to: dayText(Date.UTC(at.getUTCFullYear(), first + months, 0)),
  }
}

function yearBefore(day: string): string {
  const at = new Date(day)
  const month = at.getUTCMonth()
  const last = new Date(Date.UTC(at.getUTCFullYear() - 1, month + 1, 0)).getUTCDate()
  return dayText(Date.UTC(at.getUTCFullYear() - 1, month, Math.min(at.getUTCDate(), last)))
}

function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
