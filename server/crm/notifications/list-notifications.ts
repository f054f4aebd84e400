import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Notification } from '../../../model/activity.ts'
import type { BoundedCount, Page } from '../../../model/page.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { activityVisibleTo } from '../activities/activity-rights.ts'

const MOST_UNREAD = 99
const position = z.tuple([z.number().int()])

type Query = { limit: number; cursor?: string | undefined; unread?: boolean | undefined }
type Row = Omit<Notification, 'created_at' | 'read_at'> & { created_at: Date; read_at: Date | null }

/**
 * What a user was told, newest first, without what is about an activity that they may not see. A key has no notifications.
 */
export async function listNotifications(
  db: Queryable,
  actor: Actor,
  { limit, cursor, unread }: Query,
): Promise<Page<Notification>> {
  const [before] = cursor ? decodeCursor(cursor, position) : [null]
  const { rows } = await sql<Row>`
    select id, kind, title, text, actor_name, subject_type, subject_id, created_at, read_at from notifications n
    where ${aboutVisible(actor)} and user_id = ${userOf(actor)} and ${before === null ? sql`true` : sql`id < ${before}`}
      and ${unread ? sql`read_at is null` : sql`true`}
    order by id desc limit ${limit + 1}`.execute(db)
  const data = rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    read_at: row.read_at?.toISOString() ?? null,
  }))
  return pageFrom(data, limit, ({ id }) => [id])
}

/** How many a user has not read yet. */
export async function countUnread(db: Queryable, actor: Actor): Promise<BoundedCount> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from notifications n where ${aboutVisible(actor)} and user_id = ${userOf(actor)} and read_at is null limit ${MOST_UNREAD + 1}
    ) n`.execute(db)
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, MOST_UNREAD), more: count > MOST_UNREAD }
}

/** Marks these as read or as unread, all of the user's when none is named; those of others stay as they are. */
export async function markNotifications(
  db: Queryable,
  actor: Actor,
  { ids, read, at }: { ids?: number[] | undefined; read: boolean; at: Date },
): Promise<void> {
  await sql`
    update notifications set read_at = ${read ? at : null}
    where user_id = ${userOf(actor)} and (read_at is null) = ${read}
      and ${ids ? sql`id = any(${ids}::bigint[])` : sql`true`}`.execute(db)
}

/** The condition on `notifications n` that the reader may still see what it is about. */
function aboutVisible(actor: Actor): RawBuilder<unknown> {
  return sql`case when n.subject_type = 'activity' then exists (
    select from activities a where a.id = n.subject_id::uuid and ${activityVisibleTo(actor, 'view', sql`a`)})
    else true end`
}

/** No user has an empty id. */
function userOf(actor: Actor): string {
  return actor.type === 'user' ? actor.id : ''
}
