import { sql } from 'kysely'
import type { Database } from '../../platform/relational/index.ts'

const KEEP_DAYS = 90
const REMOVE_AT_ONCE = 5_000

/** Forgets what was asked three months ago, unless its answer is still good. */
export async function removeOldLookups(db: Database, now: number): Promise<void> {
  for (let more = true; more;) {
    const { numAffectedRows = 0n } = await sql`
      delete from enrichment_lookups where id in (
        select id from enrichment_lookups
        where state <> 'waiting' and created_at < ${new Date(now)}::timestamptz - make_interval(days => ${KEEP_DAYS})
          and (good_until is null or good_until < ${new Date(now)})
        order by created_at limit ${REMOVE_AT_ONCE})`.execute(db)
    more = numAffectedRows === BigInt(REMOVE_AT_ONCE)
  }
}
