import type { Deal, Stage } from '../../../model/deal.ts'
import { isRotting, quietSince } from '../../../model/rotting.ts'
import { companyLabel } from '../../lib/companies.ts'
import { personLabel } from '../../lib/people.ts'

const DAY_MS = 86_400_000

/** Whole days since then. */
export function daysIn(since: string, now: Date = new Date()): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / DAY_MS))
}

/** Whether an open deal should have been closed before today. */
export function isOverdue(
  deal: Pick<Deal, 'expected_close_on' | 'closed_at'>,
  kind: Stage['kind'] = 'open',
  now: Date = new Date(),
): boolean {
  if (deal.expected_close_on === null || deal.closed_at !== null || kind !== 'open') return false
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
  return deal.expected_close_on < today
}

/** For how many days nobody has done anything for a deal that rots; null for one that does not. */
export function rottingDays(deal: Deal, stage: Stage | undefined, now: Date = new Date()): number | null {
  if (!stage || !isRotting(deal, stage, now.getTime())) return null
  return daysIn(new Date(quietSince(deal)).toISOString(), now)
}

/** For whom a deal is: "Acme · Ada Lovelace". */
export function whoseLabel({ company, person }: Pick<Deal, 'company' | 'person'>): string {
  return [company && companyLabel(company), person && personLabel(person)].filter(Boolean).join(' · ')
}
