import { sql } from 'kysely'
import type { Queryable } from '../../platform/relational/index.ts'

/** A destination that is switched on, and the segments it hears of: none listed means all of them. */
export type Listener = { id: string; segment_ids: string[] }

/** All destinations that take messages now. */
export async function findListeners(db: Queryable): Promise<Listener[]> {
  const { rows } = await sql<Listener>`
    select id, settings -> 'segment_ids' as segment_ids from destinations where enabled order by id`.execute(
    db,
  )
  return rows
}
