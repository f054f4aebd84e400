import { sql, type RawBuilder } from 'kysely'
import type { Database, Trx } from '../../platform/relational/index.ts'

const RECORDS_AT_ONCE = 500

/** The tables whose deleted records stay where they are until they end. */
const tables = [sql`deals`, sql`records`]

/** Ends the deals, leads, products and records that were deleted before a moment, with all that hangs on them. */
export async function endDeleted(db: Database, until: Date): Promise<number> {
  let ended = 0
  for (const table of tables) {
    let count = RECORDS_AT_ONCE
    while (count === RECORDS_AT_ONCE) {
      count = await db.transaction().execute((trx) => endSome(trx, table, until))
      ended += count
    }
  }
  return ended
}

async function endSome(trx: Trx, table: RawBuilder<unknown>, until: Date): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    delete from ${table} where id in (
      select id from ${table} where deleted_at < ${until} order by deleted_at limit ${RECORDS_AT_ONCE}
      for update skip locked)
    returning id`.execute(trx)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return 0
  await sql`delete from activity_links where ref = any(${ids}::uuid[]) and kind = 'deal'`.execute(trx)
  await sql`delete from record_relations where record_id = any(${ids}::uuid[]) or target_id = any(${ids}::uuid[])`.execute(
    trx,
  )
  await sql`delete from record_shares where record_id = any(${ids}::uuid[])`.execute(trx)
  // They end when their own 30 days are over, as if somebody had taken them out.
  await sql`
    update record_files set removed_at = now() where record_id = any(${ids}::uuid[]) and removed_at is null`.execute(
    trx,
  )
  return ids.length
}
