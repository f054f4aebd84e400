import { sql } from 'kysely'
import type { Snapshot } from '../../../model/forecast-changes.ts'
import type { Queryable } from '../../platform/relational/index.ts'

export type KeptSnapshot = Snapshot & { id: number }

/** The snapshots that are kept, the last one first. */
export async function findSnapshots(db: Queryable): Promise<KeptSnapshot[]> {
  const { rows } = await sql<Omit<KeptSnapshot, 'taken_at'> & { taken_at: Date }>`
    select id, to_char(week, 'YYYY-MM-DD') as week, taken_at from forecast_snapshots order by id desc`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, taken_at: row.taken_at.toISOString() }))
}

/** The snapshot of a day or the last one before it, the first one when all are later, and without a day the last. */
export function snapshotOf(snapshots: KeptSnapshot[], day: string | undefined): KeptSnapshot | null {
  const found = snapshots.find(({ week }) => day === undefined || week <= day)
  return found ?? snapshots.at(-1) ?? null
}
