import { sql } from 'kysely'
import type { Activity, ActivityKind, DueRange, MyDay, Suggestion } from '../../../model/activity.ts'
import { activityKinds } from '../../../model/activity-kinds.ts'
import { fieldLevel, visibleTo, withoutHidden } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { Today } from './due.ts'
import { listActivities } from './list-activities.ts'

const MOST = 50
const SUGGESTED = 8

type SuggestedRow = Omit<Suggestion['deal'], 'quiet_since'> & { quiet_since: Date; is_late: boolean }

/** What a user has to do today: what is late, what is due, whom they meet, and deals that nothing is planned for. */
export async function findMyDay(db: Queryable, caller: Actor, today: Today): Promise<MyDay> {
  const userId = caller.type === 'user' ? caller.id : ''
  const notMeetings = activityKinds.filter((kind) => kind !== 'meeting')
  const due = (range: DueRange, kinds: readonly ActivityKind[]): Promise<Activity[]> =>
    listActivities(db, caller, { due: range, kinds, assignee: userId, sort: 'due', limit: MOST }, today).then(
      ({ data }) => data,
    )
  return {
    overdue: await due('overdue', activityKinds),
    today: await due('today', notMeetings),
    meetings: await due('today', ['meeting']),
    suggested: await suggestedDeals(db, caller, today),
    done_today: await countDone(db, userId, today),
  }
}

/** The user's open deals for which nothing is planned: those whose close date has passed first, then the quietest. */
async function suggestedDeals(db: Queryable, caller: Actor, { date }: Today): Promise<Suggestion[]> {
  const seesClose = fieldLevel(caller, 'deals', 'expected_close_on') !== 'hidden'
  const { rows } = await sql<SuggestedRow>`
    select d.id, d.name, d.pipeline_id, d.stage_id, d.amount::float8 as amount, d.currency,
      to_char(d.expected_close_on, 'YYYY-MM-DD') as expected_close_on,
      greatest(d.updated_at, d.last_activity_at) as quiet_since,
      ${seesClose ? sql`coalesce(d.expected_close_on < ${date}::date, false)` : sql`false`} as is_late
    from deals d
    where d.owner_id = ${caller.id} and ${visibleTo(caller, 'deals', 'view', sql`d`)} and d.deleted_at is null and d.closed_at is null
      and not exists (select from activity_links l where l.ref = d.id and l.kind = 'deal' and l.is_open)
    order by is_late desc, quiet_since, d.id limit ${SUGGESTED}`.execute(db)
  return rows.map(({ is_late, quiet_since, ...deal }) => ({
    reason: is_late ? 'close_date_passed' : 'nothing_planned',
    deal: { ...withoutHidden(caller, 'deals', deal), quiet_since: quiet_since.toISOString() },
  }))
}

async function countDone(db: Queryable, userId: string, { begins }: Today): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from activities
    where assignee_id = ${userId} and done_at >= ${begins} and deleted_at is null and kind <> 'note'`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}
