import type { DealFieldChange } from '../../../model/deal.ts'
import { relativeTime } from '../../lib/format.ts'

const fieldNames: Record<string, string> = {
  name: 'the name',
  stage_id: 'the stage',
  amount: 'the amount',
  expected_close_on: 'the expected close',
  person_id: 'the person',
  company_id: 'the company',
  owner_id: 'the owner',
  close_reason_id: 'the reason',
  close_note: 'the words about the reason',
}

/** "Ana changed the amount to 20 a minute ago.": what somebody else did while the reader edited the same. */
export function clashSentence(changes: DealFieldChange[], now: Date = new Date()): string {
  const latest = new Map(changes.toReversed().map((change) => [change.field, change]))
  if (latest.size === 0) return 'Somebody else changed this while you did.'
  return [...latest.values()]
    .map(({ field, to, by, at }) => {
      const value =
        typeof to === 'string' || typeof to === 'number' ? ` to ${to === '' ? 'nothing' : to}` : ''
      return `${by} changed ${fieldNames[field] ?? field}${value} ${relativeTime(at, now)}.`
    })
    .join(' ')
}
