import { sql } from 'kysely'
import type { Activity } from '../../../model/activity.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { requireActivity } from './activity-rights.ts'
import { linksOf, storeLinks } from './activity-links.ts'
import { lockActivity, readWritten } from './find-activity.ts'
import { recordActivity } from './record-activity.ts'

/** Takes an activity out of every list; it can be restored. Throws `not_found`. */
export async function deleteActivity({ db, clock }: Platform, actor: Actor, id: string): Promise<void> {
  const at = new Date(clock.now())
  await db.transaction().execute((trx) => deleteActivityIn(trx, actor, { id, at }))
}

type One = { id: string; at: Date }

/** The same in a transaction of the caller. */
export async function deleteActivityIn(trx: Trx, actor: Actor, { id, at }: One): Promise<void> {
  const activity = await lockActivity(trx, actor, id)
  const links = await linksOf(trx, id)
  await storeLinks(trx, { id, links, isOpen: false })
  await sql`
    update activities set deleted_at = ${at}, updated_at = ${at}, version = version + 1 where id = ${id}`.execute(
    trx,
  )
  await recordActivity(trx, actor, { story: 'deleted', activity, links, at })
}

/** Undoes the deletion of an activity. Throws `not_found`; one that is there stays as it is. */
export async function restoreActivity({ db, clock }: Platform, actor: Actor, id: string): Promise<Activity> {
  const at = new Date(clock.now())
  return db.transaction().execute((trx) => restoreActivityIn(trx, actor, { id, at }))
}

/** The same in a transaction of the caller. */
export async function restoreActivityIn(trx: Trx, actor: Actor, { id, at }: One): Promise<Activity> {
  await requireActivity(trx, actor, { id, action: 'edit' })
  const { rows } = await sql`
    update activities set deleted_at = null, updated_at = ${at}, version = version + 1
    where id = ${id}::uuid and deleted_at is not null returning id`.execute(trx)
  const activity = await lockActivity(trx, actor, id)
  if (rows.length === 0) return readWritten(trx, actor, id)
  const links = await linksOf(trx, id)
  await storeLinks(trx, { id, links, isOpen: activity.done_at === null })
  await recordActivity(trx, actor, { story: 'restored', activity, links, at })
  return readWritten(trx, actor, id)
}
