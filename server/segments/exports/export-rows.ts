import { sql } from 'kysely'
import type { Page } from '../../../model/page.ts'
import type { SegmentExport, SegmentExportRun } from '../../../model/segment-export.ts'
import { fail } from '../../platform/errors.ts'
import { decodeCursor, pageFrom } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { z } from 'zod'

type Times = 'slot' | 'next_attempt_at' | 'started_at' | 'finished_at'
type RunRow = Omit<SegmentExportRun, Times> & { slot: Date } & Record<Exclude<Times, 'slot'>, Date | null>
type ExportRow = Omit<SegmentExport, 'last_run' | 'next_at' | 'created_at'> & {
  next_at: Date | null
  created_at: Date
}

const exportColumns = sql`
  e.id, e.segment_id, e.name, e.storage_id, t.name as storage_name, e.format, e.content, e.traits, e.path, e.schedule, e.enabled,
  case when e.enabled then e.next_at end as next_at, e.created_at,
  case when e.actor_type = 'user' then (select name from users where id = e.actor_id)
    else (select name from api_keys where id::text = e.actor_id) end as owner`

const runColumns = sql`
  r.id, r.slot, r.state, r.by_hand, r.attempts, r.file, r.rows, r.bytes, r.error, r.next_attempt_at, r.started_at, r.finished_at`

/** The exports of a segment, the oldest first. */
export async function listExports(db: Queryable, segment: string): Promise<SegmentExport[]> {
  const { rows } = await sql<ExportRow>`
    select ${exportColumns} from segment_exports e join file_storages t on t.id = e.storage_id
    where e.segment_id = ${segment}::uuid order by e.created_at, e.id`.execute(db)
  const last = await lastRuns(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => toExport(row, last.get(row.id) ?? null))
}

/** An export of a segment; throws `not_found`. */
export async function findExport(
  db: Queryable,
  { segment, id }: { segment: string; id: string },
): Promise<SegmentExport> {
  const found = (await listExports(db, segment)).find((one) => one.id === id)
  if (!found) throw fail('not_found', 'This segment has no export with this id.')
  return found
}

/** When and how an export ran, the latest first. */
export async function listRuns(
  db: Queryable,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string | undefined },
): Promise<Page<SegmentExportRun>> {
  const before = cursor ? sql`r.slot < ${decodeCursor(cursor, z.tuple([z.iso.datetime()]))[0]}` : sql`true`
  const { rows } = await sql<RunRow>`
    select ${runColumns} from segment_export_runs r where r.export_id = ${id}::uuid and ${before}
    order by r.slot desc limit ${limit + 1}`.execute(db)
  return pageFrom(rows.map(toRun), limit, ({ slot }) => [slot])
}

async function lastRuns(db: Queryable, ids: string[]): Promise<Map<string, SegmentExportRun>> {
  const { rows } = await sql<RunRow & { export_id: string }>`
    select distinct on (r.export_id) r.export_id, ${runColumns} from segment_export_runs r
    where r.export_id = any(${ids}::uuid[]) order by r.export_id, r.slot desc`.execute(db)
  return new Map(rows.map(({ export_id, ...row }) => [export_id, toRun(row)]))
}

function toExport(
  { next_at, created_at, ...row }: ExportRow,
  last_run: SegmentExportRun | null,
): SegmentExport {
  return {
    ...row,
    next_at: next_at?.toISOString() ?? null,
    created_at: created_at.toISOString(),
    last_run,
  }
}

function toRun({ slot, next_attempt_at, started_at, finished_at, ...row }: RunRow): SegmentExportRun {
  return {
    ...row,
    slot: slot.toISOString(),
    next_attempt_at: next_attempt_at?.toISOString() ?? null,
    started_at: started_at?.toISOString() ?? null,
    finished_at: finished_at?.toISOString() ?? null,
  }
}
