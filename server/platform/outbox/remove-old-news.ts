import { sql } from 'kysely'
import type { Database } from '../relational/index.ts'
import type { Processor } from './outbox.ts'

const KEEP_DAYS = 7
/** Who changed is news for a moment, and by far the most of it: under load some gigabytes a day. */
const BULKY = { type: 'people.changed', keepHours: 1 }
const REMOVE_AT_ONCE = 10_000

/** Deletes news that every one of these processors has passed and nobody will look at any more. Gives how many. */
export async function removeOldNews(db: Database, processors: readonly Processor[]): Promise<number> {
  const { rows } = await sql<{ txid: string; id: number }>`
    select p.txid::text, p.id from processor_cursors p
    where p.name = any(${processors.map(({ name }) => name)}::text[]) order by p.txid, p.id limit 1`.execute(
    db,
  )
  const [slowest] = rows
  if (!slowest) return 0
  for (let removed = 0, more = true; ;) {
    if (!more) return removed
    const { numAffectedRows = 0n } = await sql`
      delete from outbox where id in (
        select o.id from outbox o
        where (o.txid, o.id) <= (${slowest.txid}::xid8, ${slowest.id}::bigint)
          and (o.created_at < now() - make_interval(days => ${KEEP_DAYS})
            or (o.type = ${BULKY.type} and o.created_at < now() - make_interval(hours => ${BULKY.keepHours})))
        order by o.txid, o.id limit ${REMOVE_AT_ONCE})`.execute(db)
    removed += Number(numAffectedRows)
    more = numAffectedRows === BigInt(REMOVE_AT_ONCE)
  }
}
