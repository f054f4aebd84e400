import { sql } from 'kysely'
import type { Queryable, Trx } from '../../platform/relational/index.ts'

const PIPELINE = 'main'

/** A stretch of the log: after `from`, up to and including `to`. */
export type Span = { from: number; to: number }

export type SavedChanges = {
  moved: { identifierId: string; from: string; to: string }[]
  gone: { from: string; to: string }[]
  /** Companies that have another name now. */
  renamed: string[]
  /** Events that the database could not take. */
  refused: { place: string; detail: string }[]
  /** The version of the rules by which it was resolved. */
  rules: number
}

/** Up to which position people are up to date with the log, and which batches still have to be stored, oldest first. */
export type Progress = { resolved: number; unfinished: Span[] }

/** Reads where the last run ended. */
export async function loadProgress(db: Queryable): Promise<Progress> {
  const { rows } = await sql<{
    resolved: number
  }>`select resolved from pipeline_progress where name = ${PIPELINE}`.execute(db)
  const unfinished = await sql<Span>`
    select from_position as "from", to_position as "to" from pipeline_batches order by to_position`.execute(
    db,
  )
  return { resolved: rows[0]?.resolved ?? 0, unfinished: unfinished.rows }
}

/** The unfinished batch that begins here; null when there is none. */
export async function findUnfinished(db: Queryable, from: number): Promise<Span | null> {
  return (await loadProgress(db)).unfinished.find((span) => span.from === from) ?? null
}

/** What an unfinished batch changed. */
export async function loadChanges(db: Queryable, { to }: Span): Promise<SavedChanges> {
  const { rows } = await sql<{
    changes: SavedChanges
  }>`select changes from pipeline_batches where to_position = ${to}`.execute(db)
  return rows[0]?.changes ?? { moved: [], gone: [], renamed: [], refused: [], rules: 0 }
}

/** Notes that people are up to date with this batch, and what it changed, should the run be cut off before it is stored. */
export async function markResolved(trx: Trx, { from, to }: Span, changes: SavedChanges): Promise<void> {
  await sql`
    insert into pipeline_batches (to_position, from_position, changes)
    values (${to}, ${from}, ${JSON.stringify(changes)}::jsonb)`.execute(trx)
  await sql`
    insert into pipeline_progress (name, resolved) values (${PIPELINE}, ${to})
    on conflict (name) do update set resolved = excluded.resolved`.execute(trx)
}

/** Notes that this batch is in the warehouse; false when that was known already. */
export async function markStored(trx: Trx, { to }: Span): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from pipeline_batches where to_position = ${to}`.execute(trx)
  return numAffectedRows === 1n
}
