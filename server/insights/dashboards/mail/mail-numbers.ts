import type { CardUnit } from '../../../../model/dashboard-data.ts'
import { isWholeMonths, type Days } from '../../../../model/dashboard-periods.ts'

type In = { unit: CardUnit; currency: string | null }

/** A value as a mail says it: "€1,200", "63%", "12 days"; a dash when it is not known. */
export function valueText(value: number | null, { unit, currency }: In): string {
  if (value === null) return '–'
  if (unit === 'percent') return `${plain(value * 100, 1)}%`
  if (unit === 'days') return `${plain(value, 1)} ${plain(value, 1) === '1' ? 'day' : 'days'}`
  return unit === 'money' && currency !== null ? moneyText(value, currency) : plain(value, 0)
}

/** "up 12% from €400", "unchanged"; empty when there is nothing to compare with. */
export function changeText(value: number | null, before: number | null, shown: In): string {
  if (value === null || before === null) return ''
  if (value === before) return 'unchanged'
  const way = value > before ? 'up' : 'down'
  const from = `from ${valueText(before, shown)}`
  if (shown.unit === 'percent') {
    const points = plain(Math.abs(value - before) * 100, 1)
    return `${way} ${points} ${points === '1' ? 'point' : 'points'} ${from}`
  }
  if (before === 0) return `${way} ${from}`
  return `${way} ${plain((Math.abs(value - before) / Math.abs(before)) * 100, 0)}% ${from}`
}

/** "1 Apr 2026 – 20 May 2026"; a month or a day by its name. */
export function daysText(days: Days): string {
  const { from, to } = days
  if (from === to) return dayText(from)
  if (isWholeMonths(days) && from.slice(0, 7) === to.slice(0, 7)) return monthYear.format(new Date(from))
  return `${dayText(from)} – ${dayText(to)}`
}

const monthYear = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' })

function dayText(day: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(new Date(day))
}

function plain(value: number, digits: number): string {
  return new Intl.NumberFormat('en', { maximumFractionDigits: digits }).format(value)
}

function moneyText(value: number, currency: string): string {
  const decimals = Number.isInteger(value) ? { maximumFractionDigits: 0 } : {}
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency, ...decimals }).format(value)
  } catch {
    return `${plain(value, 2)} ${currency}`
  }
}
