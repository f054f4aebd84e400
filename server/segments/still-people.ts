import { sql } from 'kysely'
import type { Queryable } from '../platform/relational/index.ts'

/**
 * Those of these people who still are people. Somebody merged away since has no rows of their own in the warehouse any
 * more; what they belonged to goes to whom they became when the news of that arrives, and must not end here.
 */
export async function stillPeople(db: Queryable, ids: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from people where id = any(${ids}::uuid[])`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
