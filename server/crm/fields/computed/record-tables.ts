import { sql, type RawBuilder } from 'kysely'
import type { Queryable } from '../../../platform/relational/index.ts'

/** The table in which the records of an object lie that can have computed fields. */
export function tableOf(object: string): RawBuilder<unknown> {
  return { deal: sql`deals`, company: sql`companies` }[object] ?? sql`records`
}

/** Which rows of it are records of the object, deleted ones among them: they come back as they are. */
export function rowsOf(object: string): RawBuilder<unknown> {
  return object === 'deal' || object === 'company' ? sql`true` : sql`object = ${object}`
}

/** How many records an object has, for the progress of what is worked out for all of them. */
export async function countRecordsOf(db: Queryable, object: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::float8 as count from ${tableOf(object)} where ${rowsOf(object)}`.execute(db)
  return rows[0]?.count ?? 0
}
