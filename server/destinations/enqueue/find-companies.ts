import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Queryable } from '../../platform/relational/index.ts'

/** A company as a message tells of it. */
export type ToldCompany = { id: string; group_id: string; name: string | null; traits: JsonObject }

/** These companies as they are now; those that are no more are missing. */
export async function findCompanies(db: Queryable, ids: string[]): Promise<Map<string, ToldCompany>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<ToldCompany>`
    select c.id, c.group_id, c.name,
      (select coalesce(jsonb_object_agg(t.key, t.value -> 'v'), '{}') from jsonb_each(c.traits) t) as traits
    from companies c where c.id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}
