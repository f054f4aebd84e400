import { sql } from 'kysely'
import type { Activity } from '../../../model/activity.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { selectActivities } from './select-activities.ts'

/** The activity with this id. Throws `not_found`, also for one that was deleted. */
export async function findActivity(db: Queryable, id: string): Promise<Activity> {
  const from = sql`select * from activities where id = ${id}::uuid and deleted_at is null`
  const [activity] = await selectActivities(db, from)
  if (!activity) throw fail('not_found', 'There is no activity with this id.')
  return activity
}

/** Keeps everybody else from changing an activity until the transaction ends, and reads it. Throws `not_found`. */
export async function lockActivity(trx: Trx, id: string): Promise<Activity> {
  await sql`select from activities where id = ${id}::uuid for update`.execute(trx)
  return findActivity(trx, id)
}
