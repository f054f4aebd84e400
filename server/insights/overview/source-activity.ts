import { sql } from 'kysely'
import type { Queryable } from '../../platform/relational/index.ts'

export type SourceActivity = { id: string; name: string; enabled: boolean; last_event_at: Date | null }

/** The sources that events come from, Kith's own left out, in the order in which they were made. */
export async function sourceActivity(db: Queryable): Promise<SourceActivity[]> {
  const { rows } = await sql<SourceActivity>`
    select id, name, enabled, last_event_at from sources where kind not in ('internal', 'import') order by created_at, id`.execute(
    db,
  )
  return rows
}
