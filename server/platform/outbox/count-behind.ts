import { sql } from 'kysely'
import type { Database } from '../relational/index.ts'
import type { Processor } from './outbox.ts'
import { waitingFor } from './waiting-for.ts'

/** Nobody is helped by knowing a backlog more exactly than this, and counting it would hold up those who work on it. */
const COUNT_AT_MOST = 10_000

/** How many news wait for one processor or another, at most 10,000 for each; 0 when everybody is up to date. */
export async function countBehind(db: Database, processors: readonly Processor[]): Promise<number> {
  const waiting = processors.map(
    (processor) =>
      sql`(select count(*) from (select from ${waitingFor(processor)} limit ${COUNT_AT_MOST}) counted)`,
  )
  if (waiting.length === 0) return 0
  const { rows } = await sql<{ behind: number }>`select ${sql.join(waiting, sql` + `)} as behind`.execute(db)
  return rows[0]?.behind ?? 0
}
