import { sql } from 'kysely'
import type { Queryable } from '../relational/index.ts'
import type { News } from './outbox.ts'

/** A place in the outbox: what comes later has a higher one, and nothing appears before it any more. */
export type Place = { txid: string; id: number }

export type PlacedNews = News & { txid: string }

/**
 * A row whose transaction started before one that is still open waits, because an earlier row may yet appear: a place
 * that has passed it would miss that row for ever.
 */
export const visibleNews = sql`o.txid < pg_snapshot_xmin(pg_current_snapshot())`

/** The news of these types after a place, in their order, as far as they are kept (`newsKeptDays`). */
export async function readNews(
  db: Queryable,
  { types, after, limit }: { types: readonly string[]; after: Place; limit: number },
): Promise<PlacedNews[]> {
  const { rows } = await sql<PlacedNews>`
    select n.* from unnest(${[...types]}::text[]) as t (type), lateral (
      select o.id, o.txid::text, o.type, o.payload, o.created_at as at from outbox o
      where o.type = t.type and (o.txid, o.id) > (${after.txid}::xid8, ${after.id}) and ${visibleNews}
      order by o.txid, o.id limit ${limit}
    ) n
    order by n.txid::xid8, n.id limit ${limit}`.execute(db)
  return rows
}

/** The place after everything that is visible now. */
export async function latestPlace(db: Queryable): Promise<Place> {
  const { rows } = await sql<Place>`
    select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text as txid, ${Number.MAX_SAFE_INTEGER}::bigint as id`.execute(
    db,
  )
  return rows[0] ?? { txid: '0', id: 0 }
}
