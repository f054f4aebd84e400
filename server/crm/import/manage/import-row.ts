import { sql } from 'kysely'
import type { Import, ImportCounts, ImportFile, ImportResult, ImportState } from '../../../../model/import.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Queryable, Trx } from '../../../platform/relational/index.ts'

export type Upload = { name: string; bytes: number }

/** An import as it lies in the database. */
export type ImportRecord = {
  id: string
  name: string
  state: ImportState
  uploads: Upload[]
  files: ImportFile[]
  actor: Pick<Actor, 'type' | 'id' | 'name'>
  done: number
  total: number
  place_step: number
  place_row: number
  summary: ImportCounts | null
  result: ImportResult | null
  error: string | null
  cancelled: boolean
  phase_started_at: Date | null
  created_at: Date
  finished_at: Date | null
}

const busy: readonly ImportState[] = ['reading', 'checking', 'running', 'undoing']

/** The import with this id. Throws `not_found`. */
export async function findImport(db: Queryable, id: string): Promise<ImportRecord> {
  const { rows } = await sql<ImportRecord>`select * from imports where id = ${id}::uuid`.execute(db)
  return found(rows[0])
}

/** Locks an import that is in one of these states. Throws `not_found`, or `conflict` with what to do. */
export async function lockImport(
  trx: Trx,
  id: string,
  states: readonly ImportState[],
): Promise<ImportRecord> {
  const { rows } = await sql<ImportRecord>`select * from imports where id = ${id}::uuid for update`.execute(
    trx,
  )
  const record = found(rows[0])
  if (!states.includes(record.state)) throw fail('conflict', refusals[record.state])
  return record
}

const refusals: Record<ImportState, string> = {
  reading: 'The file is still being read. Wait a moment and try again.',
  mapping: 'Check the rows first: POST /imports/{id}/dry-run.',
  checking: 'The rows are being checked. Wait until that is done and try again.',
  checked: 'This import has not been run.',
  running: 'The import is running. Cancel it first, or wait until it is done.',
  done: 'The import has been run already. Undo it, or upload the file again.',
  undoing: 'The import is being undone. Wait until that is done.',
  undone: 'The import was undone. Upload the file again to import it.',
  failed: 'The import has failed. Upload the file again.',
  cancelled: 'The import was cancelled. Upload the file again, or undo what it did.',
}

/** The import as the API shows it. */
export function toImport(record: ImportRecord, now: number): Import {
  const { id, name, state, files, done, total, summary, result, error } = record
  return {
    id,
    name,
    state,
    files,
    done,
    total,
    summary,
    result,
    error,
    actor_name: record.actor.name,
    seconds_left: busy.includes(state) ? secondsLeft(record, now) : null,
    created_at: record.created_at.toISOString(),
    finished_at: record.finished_at?.toISOString() ?? null,
  }
}

function secondsLeft({ done, total, phase_started_at }: ImportRecord, now: number): number | null {
  if (done === 0 || total === 0 || !phase_started_at) return null
  const perRow = (now - phase_started_at.getTime()) / done
  return Math.max(0, Math.round((perRow * (total - done)) / 1000))
}

function found(record: ImportRecord | undefined): ImportRecord {
  if (!record) throw fail('not_found', 'There is no import with this id.')
  return record
}
