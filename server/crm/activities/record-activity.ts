import { sql } from 'kysely'
import { audit } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { publish, recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { defined } from '../deals/deal-event.ts'
import { activityEvents, type ActivityRecord } from './activity-event.ts'

/** Tells of a change in its transaction: in the audit log, as news, on the timelines of those it is about, and to their deals. */
export async function recordActivity(trx: Trx, actor: Actor, record: ActivityRecord): Promise<void> {
  const { story, activity, links, changed, at } = record
  await audit(trx, actor, {
    action: `activity.${story}`,
    subject: { type: 'activity', id: activity.id, name: activity.subject || activity.kind },
    details: defined({ kind: activity.kind, changed }),
  })
  const payload = defined({
    activityId: activity.id,
    kind: activity.kind,
    subject: activity.subject,
    outcome: activity.outcome,
    assigneeId: activity.assignee?.id ?? null,
    personIds: activity.people.map(({ id }) => id),
    companyIds: links.companyIds,
    dealIds: links.dealIds,
    changed,
    at: at.toISOString(),
  })
  await publish(trx, [{ type: `activity.${story}`, payload }])
  await recordEvent(trx, ...activityEvents(record))
  if (activity.done_at !== null && (story === 'created' || story === 'completed'))
    await touchDeals(trx, links.dealIds, new Date(activity.done_at))
}

/** Deals know when something was last done for them; that is no change of the deal, so its version stays. */
async function touchDeals(trx: Trx, dealIds: string[], at: Date): Promise<void> {
  if (dealIds.length === 0) return
  await sql`
    update deals set last_activity_at = greatest(last_activity_at, ${at}) where id = any(${dealIds}::uuid[])`.execute(
    trx,
  )
}
