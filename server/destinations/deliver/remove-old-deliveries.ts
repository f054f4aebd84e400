import { sql } from 'kysely'
import type { Database } from '../../platform/relational/index.ts'

const KEEP_DAYS = 30
const DAY_MS = 24 * 60 * 60_000
const REMOVE_AT_ONCE = 5_000

/** Deletes what was delivered, or given up, a month ago: messages hold what is known about people. */
export async function removeOldDeliveries(db: Database, now: number): Promise<void> {
  for (let more = true; more;) {
    const { numAffectedRows = 0n } = await sql`
      delete from deliveries where id in (
        select id from deliveries where state <> 'waiting' and created_at < ${new Date(now - KEEP_DAYS * DAY_MS)}
        order by created_at limit ${REMOVE_AT_ONCE})`.execute(db)
    more = numAffectedRows === BigInt(REMOVE_AT_ONCE)
  }
}
