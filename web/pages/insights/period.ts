export type Period = { from: string; to: string }

const units = { month: 1, quarter: 3, year: 12 } as const
export type Unit = keyof typeof units

/** The month, quarter or year (in UTC) that lies so many of them after this one. */
export function periodOf(unit: Unit, steps: number, now: Date = new Date()): Period {
  const months = units[unit]
  const first = Math.floor(now.getUTCMonth() / months) * months + steps * months
  return { from: dayOf(now, first, 1), to: dayOf(now, first + months, 0) }
}

/** Which whole month, quarter or year a period is; null when it is none. */
export function unitOf({ from, to }: Period): Unit | null {
  const start = new Date(from)
  const found = (['month', 'quarter', 'year'] as const).find((unit) => {
    const whole = periodOf(unit, 0, start)
    return whole.from === from && whole.to === to
  })
  return found ?? null
}

/** The period as far before (−1) or after (1) as it is long. */
export function shifted(period: Period, by: 1 | -1): Period {
  const unit = unitOf(period)
  if (unit) return periodOf(unit, by, new Date(period.from))
  const length = Date.parse(period.to) - Date.parse(period.from) + 86_400_000
  const move = (day: string) => new Date(Date.parse(day) + by * length).toISOString().slice(0, 10)
  return { from: move(period.from), to: move(period.to) }
}

/** "Q2 2026", "May 2026", "2026", or both days. */
export function periodName(period: Period): string {
  const { from, to } = period
  const start = new Date(from)
  const year = start.getUTCFullYear()
  const unit = unitOf(period)
  if (unit === 'year') return String(year)
  if (unit === 'quarter') return `Q${Math.floor(start.getUTCMonth() / 3) + 1} ${year}`
  const format = new Intl.DateTimeFormat(undefined, {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    ...(unit === null && { day: 'numeric' }),
  })
  return unit === 'month' ? format.format(start) : `${format.format(start)} – ${format.format(new Date(to))}`
}

function dayOf(now: Date, month: number, day: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), month, day)).toISOString().slice(0, 10)
}
