import { sql } from 'kysely'
import type { Queryable } from '../../../platform/relational/index.ts'

/** The number of the latest change noted so far, "0" for none. */
export async function latestTouch(db: Queryable): Promise<string> {
  const { rows } = await sql<{ latest: string }>`
    select coalesce(max(touch), 0)::text as latest from linkage_touched`.execute(db)
  return rows[0]?.latest ?? '0'
}

/** Whoever changed no later than this was compared as part of everybody. */
export async function forgetTouched(db: Queryable, upTo: string): Promise<void> {
  await sql`delete from linkage_touched where touch <= ${upTo}::bigint`.execute(db)
}
