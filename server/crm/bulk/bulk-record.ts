import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { BulkChange, BulkRow, BulkWork } from '../../../model/bulk-change.ts'
import type { Page } from '../../../model/page.ts'
import type { RecordSelection } from '../../../model/view.ts'
import { fail } from '../../platform/errors.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

/** A change of many records as it is stored. */
export type BulkRecord = Omit<BulkChange, 'created_at' | 'finished_at'> & {
  kind: BulkWork['kind']
  selection: RecordSelection
  actor_type: Actor['type']
  actor_id: string
  last_id: string | null
  last_row: number | null
  cancelled: boolean
  worker: string | null
  created_at: Date
  finished_at: Date | null
}

type Paged = { limit: number; cursor?: string | undefined }

const byTime = z.tuple([z.string(), z.uuid()])
const byRow = z.tuple([z.number().int()])

/** The caller's changes of many records, newest first. */
export async function listBulkChanges(
  db: Queryable,
  caller: Actor,
  { limit, cursor }: Paged,
): Promise<Page<BulkChange>> {
  const [at, id] = cursor ? decodeCursor(cursor, byTime) : []
  const after = id === undefined ? sql`true` : sql`(created_at, id) < (${at}::timestamptz, ${id}::uuid)`
  const rows = await select(
    db,
    sql`${isOf(caller)} and ${after} order by created_at desc, id desc limit ${limit + 1}`,
  )
  const { data, next } = pageFrom(rows, limit, (row) => [row.created_at.toISOString(), row.id])
  return { data: data.map(toBulkChange), next }
}

/** One of the caller's. Throws `not_found`. */
export async function findBulkChange(db: Queryable, caller: Actor, id: string): Promise<BulkRecord> {
  const [record] = await select(db, sql`${isOf(caller)} and id = ${id}::uuid`)
  if (!record) throw fail('not_found', 'There is no such change of yours.')
  return record
}

/** What became of the records, or of those only that were left as they were. */
export async function listBulkRows(
  db: Queryable,
  id: string,
  { limit, cursor, leftOnly }: Paged & { leftOnly: boolean },
): Promise<Page<BulkRow>> {
  const [after = 0] = cursor ? decodeCursor(cursor, byRow) : []
  const { rows } = await sql<BulkRow & { id: number }>`
    select id, row, record_id, name, outcome, problem from bulk_change_rows
    where bulk_id = ${id}::uuid and (not ${leftOnly} or outcome in ('refused', 'kept')) and id > ${after}
    order by id limit ${limit + 1}`.execute(db)
  const { data, next } = pageFrom(rows, limit, (row) => [row.id])
  return { data: data.map(({ id: _, ...row }) => row), next }
}

/** As the API gives it. */
export function toBulkChange(record: BulkRecord): BulkChange {
  const { id, object, change, state, total, done, changed, refused, undone, kept, error, actor_name } = record
  return {
    id,
    object,
    change,
    state,
    total,
    done,
    changed,
    refused,
    undone,
    kept,
    error,
    actor_name,
    created_at: record.created_at.toISOString(),
    finished_at: record.finished_at?.toISOString() ?? null,
  }
}

function isOf({ type, id }: Actor): RawBuilder<boolean> {
  return sql<boolean>`actor_type = ${type} and actor_id = ${id}`
}

async function select(db: Queryable, where: RawBuilder<unknown>): Promise<BulkRecord[]> {
  const { rows } = await sql<BulkRecord>`select * from bulk_changes where ${where}`.execute(db)
  return rows
}
