import { sql } from 'kysely'
import type { Database } from './relational.ts'

const DEAD_ROWS_WORTH_A_VACUUM = 5_000

/**
 * PGlite runs no background processes: without this its write-ahead log and its dead rows would grow for ever,
 * and the planner would never see statistics.
 */
export async function maintainEmbedded(db: Database): Promise<void> {
  // Counts of dead rows are written down once a second at most, and this may be within the same second.
  await sql`select pg_stat_force_next_flush()`.execute(db)
  const worn = await sql<{ name: string }>`
    select quote_ident(relname) as name from pg_stat_user_tables
    where n_dead_tup > ${DEAD_ROWS_WORTH_A_VACUUM} or n_mod_since_analyze > ${DEAD_ROWS_WORTH_A_VACUUM}
    order by n_dead_tup desc`.execute(db)
  for (const { name } of worn.rows) await sql.raw(`vacuum (analyze) ${name}`).execute(db)
  await sql`checkpoint`.execute(db)
}
