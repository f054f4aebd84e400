import { sql } from 'kysely'
import type { Actor } from '../../../platform/http/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { activityVisibleTo } from '../../activities/activity-rights.ts'
import type { Told } from './notification-words.ts'

/** Those that are about something which the reader may still see. */
export async function visibleTold(db: Queryable, actor: Actor, told: Told[]): Promise<Told[]> {
  const activities = told.flatMap(({ subject_type, subject_id }) =>
    subject_type === 'activity' ? subject_id : [],
  )
  if (activities.length === 0) return told
  const { rows } = await sql<{ id: string }>`
    select a.id from activities a where a.id = any(${activities}::uuid[]) and a.deleted_at is null
      and ${activityVisibleTo(actor, 'view', sql`a`)}`.execute(db)
  const seen = new Set(rows.map(({ id }) => id))
  return told.filter(({ subject_type, subject_id }) => subject_type !== 'activity' || seen.has(subject_id))
}
