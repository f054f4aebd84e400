const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
]

/** "5 minutes ago", in the reader's language; "just now" within ten seconds. */
export function relativeTime(at: string | Date, now: Date = new Date()): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000
  if (Math.abs(seconds) < 10) return 'just now'
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const)
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit)
}

/** The date and time to the second with its time zone, in the reader's locale: what a hover shows. */
export function exactTime(at: string | Date): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' }).format(new Date(at))
}

/** "24 Nov 2026". A plain date (`2026-11-24`) stays that day in every time zone. */
export function date(at: string | Date): string {
  const plain = typeof at === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(at)
  const zone = plain ? { timeZone: 'UTC' } : {}
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', ...zone }).format(new Date(at))
}

/** "14:05:09": the time of day to the second. */
export function timeOfDay(at: string | Date): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(new Date(at))
}

/** "Today", "Yesterday", "Tuesday, 24 November", and with the year once it is not this one. */
export function dayName(at: string | Date, now: Date = new Date()): string {
  const day = new Date(at)
  const daysAgo = Math.round((midnight(now) - midnight(day)) / 86_400_000)
  if (daysAgo === 0) return 'Today'
  if (daysAgo === 1) return 'Yesterday'
  const year = day.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const }
  return new Intl.DateTimeFormat(undefined, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...year,
  }).format(day)
}

/** "12,345" in the reader's locale. */
export function number(value: number, fractionDigits = 0): string {
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: fractionDigits }).format(value)
}

/** "12.3K" for places where a whole number does not fit. */
export function shortNumber(value: number): string {
  return new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}

/** "10,000+" when counting stopped at the bound, else the plain number. */
export function boundedNumber({ count, more }: { count: number; more: boolean }): string {
  return number(count) + (more ? '+' : '')
}

/** "€1,200" or "€1,200.50": whole amounts without decimals. An unknown currency is written as its code. */
export function money(amount: number, currency: string): string {
  const decimals = Number.isInteger(amount) ? { maximumFractionDigits: 0 } : {}
  return currencyFormat(amount, currency, decimals)
}

/** "€1.2M" for headers of columns and pictures. */
export function shortMoney(amount: number, currency: string): string {
  return currencyFormat(amount, currency, { notation: 'compact', maximumFractionDigits: 1 })
}

/** "1 person", "2 people": `many` when the plural is not the singular with an s. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`
}

/** "0.42 ms", "12 ms", "1.3 s", "4 min": a duration given in milliseconds. */
export function duration(milliseconds: number): string {
  if (milliseconds < 10) return `${number(milliseconds, 2)} ms`
  if (milliseconds < 1000) return `${number(milliseconds)} ms`
  if (milliseconds < 90_000) return `${number(milliseconds / 1000, 1)} s`
  return `${number(milliseconds / 60_000)} min`
}

/** A value of a trait or property as a reader wants it: text as it is, "Yes" and "No", objects as JSON. */
export function plainValue(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number')
    return new Intl.NumberFormat(undefined, { maximumFractionDigits: 6, useGrouping: false }).format(value)
  return JSON.stringify(value)
}

function currencyFormat(amount: number, currency: string, options: Intl.NumberFormatOptions): string {
  try {
    return new Intl.NumberFormat(undefined, { style: 'currency', currency, ...options }).format(amount)
  } catch {
    return `${new Intl.NumberFormat(undefined, options).format(amount)} ${currency}`
  }
}

const midnight = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()
