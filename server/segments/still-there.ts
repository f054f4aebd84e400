import { sql } from 'kysely'
import type { SegmentMembers } from '../../model/segment.ts'
import type { Queryable } from '../platform/relational/index.ts'

/**
 * Those of these people, or companies, who still are. Somebody merged away since has no rows of their own in the warehouse
 * any more; what they belonged to goes to whom they became when the news of that arrives, and must not end here.
 */
export async function stillThere(db: Queryable, kind: SegmentMembers, ids: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(kind)} where id = any(${ids}::uuid[])`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
