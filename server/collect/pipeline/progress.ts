import { sql } from 'kysely'
import type { Queryable, Trx } from '../../platform/relational/index.ts'

const PIPELINE = 'main'

export type SavedChanges = {
  moved: { identifierId: string; from: string; to: string }[]
  gone: { from: string; to: string }[]
}

/** How far the log is resolved (people) and stored (events). Between the two lies a batch that was interrupted. */
export type Progress = { resolved: number; stored: number; changes: SavedChanges }

/** Reads the progress; all zeros before the first batch. */
export async function loadProgress(db: Queryable): Promise<Progress> {
  const { rows } = await sql<Progress>`select resolved, stored, changes from pipeline_progress where name = ${PIPELINE}`.execute(db)
  return rows[0] ?? { resolved: 0, stored: 0, changes: { moved: [], gone: [] } }
}

/** Notes that people are up to date with the log up to here, and what changed, for a run that is cut off now. */
export async function markResolved(trx: Trx, position: number, changes: SavedChanges): Promise<void> {
  await sql`
    insert into pipeline_progress (name, resolved, changes) values (${PIPELINE}, ${position}, ${JSON.stringify(changes)}::jsonb)
    on conflict (name) do update set resolved = excluded.resolved, changes = excluded.changes`.execute(trx)
}

/** Notes that all events up to here are in the warehouse. */
export async function markStored(trx: Trx, position: number): Promise<void> {
  await sql`update pipeline_progress set stored = ${position} where name = ${PIPELINE}`.execute(trx)
}
