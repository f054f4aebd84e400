import { sql } from 'kysely'
import { rightsFor } from '../../../model/rights.ts'
import { visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

const EXACT_UP_TO = 100_000

/**
 * How many records of a table the caller may see. For who sees all: exact for a small table, for a large one what the
 * database's statistics say. Counting those of one's own stops at 100,000.
 */
export async function countRows(
  db: Queryable,
  caller: Actor,
  table: 'people' | 'companies',
): Promise<number> {
  const visible = sql`
    select from ${sql.table(table)} r where ${visibleTo(caller, table, 'view', sql`r`)} limit ${EXACT_UP_TO}`
  const few = sql`(select count(*) from (${visible}) as bounded)`
  const all = sql`
    case when reltuples > ${EXACT_UP_TO} then reltuples::bigint else (select count(*) from ${sql.table(table)}) end`
  const seesAll = rightsFor(caller.grants.rights, table).view === 'all'
  const { rows } = await sql<{ count: number }>`
    select ${seesAll ? all : few} as count from pg_class where oid = ${table}::regclass`.execute(db)
  return rows[0]?.count ?? 0
}

/** How many people whom the caller may see were seen for the first time since then (ms); stops counting at 100,000. */
export async function countNewPeople(db: Queryable, caller: Actor, since: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from people p
      where p.first_seen >= ${new Date(since)} and ${visibleTo(caller, 'people', 'view', sql`p`)}
      limit ${EXACT_UP_TO}) as bounded`.execute(db)
  return rows[0]?.count ?? 0
}
