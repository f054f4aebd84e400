import type { CardUnit } from '../../../../model/dashboard-data.ts'
import { money, number, shortMoney } from '../../../lib/format.ts'
import { daysText, percent } from '../numbers.ts'

type In = { unit: CardUnit; currency: string | null }

/** A value as it is read: "€1.2M", "63%", "12 days"; a dash when it is not known. */
export function valueText(value: number | null, { unit, currency }: In): string {
  if (value === null) return '–'
  if (unit === 'percent') return percent(value)
  if (unit === 'days') return daysText(value)
  return unit === 'money' && currency !== null ? shortMoney(value, currency) : number(value)
}

/** The same to the last digit, for pointing at it. */
export function exactText(value: number | null, { unit, currency }: In): string | undefined {
  if (value === null || unit === 'percent') return undefined
  return unit === 'money' && currency !== null ? money(value, currency) : undefined
}

export type Change = { way: 'up' | 'down' | 'same'; text: string }

/** How far a value lies from the one before; null when one of them is not known. */
export function changeOf(value: number | null, before: number | null, unit: CardUnit): Change | null {
  if (value === null || before === null) return null
  if (value === before) return { way: 'same', text: 'unchanged' }
  const way = value > before ? 'up' : 'down'
  if (unit === 'percent') {
    const points = number(Math.abs(value - before) * 100, 1)
    return { way, text: `${points} ${points === '1' ? 'point' : 'points'}` }
  }
  if (before === 0) return { way, text: 'from none' }
  return { way, text: `${number((Math.abs(value - before) / Math.abs(before)) * 100)}%` }
}
