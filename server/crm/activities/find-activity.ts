import { sql } from 'kysely'
import type { Activity } from '../../../model/activity.ts'
import { systemActor } from '../../access/index.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { activityVisibleTo, requireActivity } from './activity-rights.ts'
import { selectActivities } from './select-activities.ts'

/** The activity with this id. Throws `not_found`, also for one that was deleted or is not visible. */
export async function findActivity(db: Queryable, caller: Actor, id: string): Promise<Activity> {
  const from = sql`
    select * from activities a
    where a.id = ${id}::uuid and a.deleted_at is null and ${activityVisibleTo(caller, 'view', sql`a`)}`
  const [activity] = await selectActivities(db, caller, from)
  if (!activity) throw fail('not_found', 'There is no activity with this id.')
  return activity
}

/** An activity that was just written, for whoever wrote it: also when they gave it away with that. */
export async function readWritten(trx: Trx, caller: Actor, id: string): Promise<Activity> {
  const [activity] = await selectActivities(trx, caller, sql`select * from activities where id = ${id}::uuid`)
  invariant(activity, 'An activity that was just written can be read.')
  return activity
}

/**
 * Keeps everybody else from changing an activity until the transaction ends, and reads all of it. Throws `not_found` when
 * the caller may not see it, `forbidden` when they may not change it.
 */
export async function lockActivity(trx: Trx, caller: Actor, id: string): Promise<Activity> {
  await sql`select from activities where id = ${id}::uuid for update`.execute(trx)
  await requireActivity(trx, caller, { id, action: 'edit' })
  return findActivity(trx, systemActor, id)
}
