import { sql } from 'kysely'
import type { Database } from '../relational/index.ts'
import type { Processor } from './outbox.ts'

/** How many news wait for one processor or another; 0 when everybody is up to date. */
export async function countBehind(db: Database, processors: readonly Processor[]): Promise<number> {
  const waiting = processors.map(
    ({ name, handles }) => sql`(
      select count(*) from outbox o left join processor_cursors p on p.name = ${name}
      where o.type = any(${handles}::text[]) and (p.name is null or (o.txid, o.id) > (p.txid, p.id)))`,
  )
  if (waiting.length === 0) return 0
  const { rows } = await sql<{ behind: number }>`select ${sql.join(waiting, sql` + `)} as behind`.execute(db)
  return rows[0]?.behind ?? 0
}
