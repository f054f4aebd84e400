import { sql } from 'kysely'
import type { Queryable } from '../../platform/relational/index.ts'

const EXACT_UP_TO = 100_000

/** How many rows a table has: exact up to 100,000, above that what the database's statistics say. */
export async function countRows(db: Queryable, table: 'people' | 'companies'): Promise<number> {
  const name = sql.table(table)
  const { rows } = await sql<{ exact: number; estimate: number }>`
    select (select count(*) from (select from ${name} limit ${EXACT_UP_TO + 1}) as bounded) as exact,
      (select reltuples::bigint from pg_class where oid = ${table}::regclass) as estimate`.execute(db)
  const { exact = 0, estimate = 0 } = rows[0] ?? {}
  return exact > EXACT_UP_TO ? Math.max(exact, estimate) : exact
}

/** How many people were seen for the first time since then (ms); stops counting at 100,000. */
export async function countNewPeople(db: Queryable, since: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from people where first_seen >= ${new Date(since)} limit ${EXACT_UP_TO}) as bounded`.execute(db)
  return rows[0]?.count ?? 0
}
