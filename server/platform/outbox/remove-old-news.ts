import { sql } from 'kysely'
import type { Database } from '../relational/index.ts'
import type { Processor } from './outbox.ts'

/** So many days news can be read at least, but for the bulky ones. */
export const newsKeptDays = 7
/** Who changed is news for a moment, and by far the most of it: under load some gigabytes a day. */
const BULKY = { type: 'people.changed', keepHours: 1 }
const REMOVE_AT_ONCE = 10_000

/**
 * Deletes news that nobody will look at any more, once each of these processors that handles their type has passed them.
 * Gives how many.
 */
export async function removeOldNews(db: Database, processors: readonly Processor[]): Promise<number> {
  const readers = processors.flatMap(({ name, handles }) => handles.map((type) => ({ name, type })))
  for (let removed = 0, more = true; ;) {
    if (!more) return removed
    const { numAffectedRows = 0n } = await sql`
      delete from outbox where id in (
        select o.id from outbox o
        where (o.created_at < now() - make_interval(days => ${newsKeptDays})
            or (o.type = ${BULKY.type} and o.created_at < now() - make_interval(hours => ${BULKY.keepHours})))
          and not exists (
            select from jsonb_to_recordset(${JSON.stringify(readers)}::jsonb) as r (name text, type text)
            left join processor_cursors c on c.name = r.name
            where r.type = o.type and (coalesce(c.txid, '0'::xid8), coalesce(c.id, 0)) < (o.txid, o.id))
        order by o.id limit ${REMOVE_AT_ONCE})`.execute(db)
    removed += Number(numAffectedRows)
    more = numAffectedRows === BigInt(REMOVE_AT_ONCE)
  }
}
