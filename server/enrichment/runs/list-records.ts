import { sql } from 'kysely'
import type { EnrichedObject } from '../../../model/enrichment.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type Group = { object: EnrichedObject; segment: string | null }

/** A page of the records of a segment, or of all, by their ids. */
export async function listRecords(
  db: Queryable,
  { object, segment }: Group,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const table = sql.table(object === 'person' ? 'people' : 'companies')
  const { rows } = await sql<{ id: string }>`
    select r.id from ${table} r
    where ${after ? sql`r.id > ${after}::uuid` : sql`true`} and ${
      segment
        ? sql`exists (select from segment_members m where m.segment_id = ${segment}::uuid and m.member_id = r.id)`
        : sql`true`
    }
    order by r.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** How many there are. */
export async function countRecords(db: Queryable, { object, segment }: Group): Promise<number> {
  const { rows } = await (
    segment
      ? sql<{
          count: number
        }>`select count(*)::int as count from segment_members where segment_id = ${segment}::uuid`
      : sql<{
          count: number
        }>`select count(*)::int as count from ${sql.table(object === 'person' ? 'people' : 'companies')}`
  ).execute(db)
  return rows[0]?.count ?? 0
}
