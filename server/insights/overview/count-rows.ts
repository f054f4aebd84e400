import { sql } from 'kysely'
import type { Queryable } from '../../platform/relational/index.ts'

const EXACT_UP_TO = 100_000

/** How many rows a table has: exact for a small one, for a large one what the database's statistics say. */
export async function countRows(db: Queryable, table: 'people' | 'companies'): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select case when reltuples > ${EXACT_UP_TO} then reltuples::bigint
      else (select count(*) from ${sql.table(table)}) end as count
    from pg_class where oid = ${table}::regclass`.execute(db)
  return rows[0]?.count ?? 0
}

/** How many people were seen for the first time since then (ms); stops counting at 100,000. */
export async function countNewPeople(db: Queryable, since: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from people where first_seen >= ${new Date(since)} limit ${EXACT_UP_TO}) as bounded`.execute(db)
  return rows[0]?.count ?? 0
}
