import { sql } from 'kysely'
import type { ImportResult } from '../../../../model/import.ts'
import { audit, systemActor } from '../../../access/index.ts'
import type { Actor } from '../../../platform/http/index.ts'
import { isDataError, type Trx } from '../../../platform/relational/index.ts'
import { publish } from '../../../platform/outbox/index.ts'
import { listPipelines } from '../../pipelines/find-pipelines.ts'
import { createPipeline } from '../../pipelines/create-pipeline.ts'
import type { ApplyContext } from '../apply/apply-context.ts'
import { recordChanges } from '../apply/changes.ts'
import type { Plan, SourceRow } from '../plan/context.ts'
import { problem } from '../plan/problems.ts'
import { storeOutcomes } from './check-import.ts'
import { advance } from './claim-import.ts'
import type { ImportRecord } from './import-row.ts'
import type { Job } from './job.ts'
import { importOrder, loadRows } from './load-rows.ts'
import { writeRows } from './plan-rows.ts'
import { missingPipelines, prepareContext } from './prepare-context.ts'
import { rememberMappings } from './read-files.ts'

const ROWS_PER_CHUNK = 1_000
/** At most: a deal, and the person and the company that it names. */
const CHANGES_PER_ROW = 3

/** Writes the rows, chunk by chunk, each in one transaction with how far it got: after a crash it goes on with the next. */
export async function runImport(job: Job, record: ImportRecord): Promise<void> {
  const { db, log } = job.platform
  const limit = job.rowsPerChunk ?? ROWS_PER_CHUNK
  await createPipelines(job, record)
  const ctx: ApplyContext = {
    ...(await prepareContext(job.platform, record)),
    importName: record.name,
    actorName: record.actor.name,
    version: log.head(),
  }
  for (const [step, file] of importOrder(record.files).entries()) {
    if (step < record.place_step) continue
    for (let after = step === record.place_step ? record.place_row : -1; ;) {
      const rows = await loadRows(db, record.id, { file, after, limit })
      const last = rows.at(-1)
      if (!last) break
      await writeChunk(job, { record, ctx, step }, rows)
      after = last.row
    }
  }
  await finish(job, record)
}

/** Makes the pipelines that the files ask for, once. */
async function createPipelines({ platform: { db } }: Job, record: ImportRecord): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const missing = await missingPipelines(trx, record, await listPipelines(trx))
    for (const input of missing) {
      const { id, name } = await createPipeline(trx, asActor(record), input)
      const change = { file: 0, row: 0, object: 'pipelines' as const, kind: 'created' as const }
      await recordChanges(trx, record.id, [{ ...change, recordId: id, label: name, undo: { facts: [] } }])
    }
  })
}

type Running = { record: ImportRecord; ctx: ApplyContext; step: number }

/** A row that the database cannot take must not hold up all others: then each is written alone. */
async function writeChunk(job: Job, running: Running, rows: SourceRow[]): Promise<void> {
  try {
    await commitRows(job, running, rows, (trx) => writeRows(trx, rows, running.ctx))
  } catch (error) {
    if (!isDataError(error)) throw error
    if (rows.length > 1) {
      for (const row of rows) await writeChunk(job, running, [row])
      return
    }
    await commitRows(job, running, rows, async () => rows.map(refused))
  }
}

async function commitRows(
  { platform: { db }, worker }: Job,
  { record, step }: Running,
  rows: SourceRow[],
  write: (trx: Trx) => Promise<Plan<unknown>[]>,
): Promise<void> {
  const last = rows.at(-1)
  if (!last) return
  await db.transaction().execute(async (trx) => {
    await advance(trx, record.id, { state: 'running', worker, step, row: last.row, by: rows.length })
    const plans = await write(trx)
    await storeOutcomes(
      trx,
      record.id,
      isChecked(record)
        ? plans.filter(({ outcome }) => outcome === 'rejected' || outcome === 'skipped')
        : plans,
    )
    await nameRecords(trx, record, rows)
    await addToResult(trx, record.id, countPlans(plans))
  })
}

/** What comes over the API is run without a check, so that only the run tells what becomes of its rows. */
function isChecked({ files }: ImportRecord): boolean {
  return files.every(({ kind }) => kind !== 'json')
}

/**
 * Notes which records were made of the rows. In two statements: of what it has just written the database has no figures, and joins it in
 * the slowest way.
 */
async function nameRecords(trx: Trx, { id, files }: ImportRecord, rows: SourceRow[]): Promise<void> {
  const file = rows[0]?.file ?? 0
  const made = await sql<{ row: number; record_id: string }>`
    select row, record_id from (
      select file, row, record_id, object, kind from import_changes
      where import_id = ${id} order by id desc limit ${rows.length * CHANGES_PER_ROW}
    ) c
    where file = ${file} and row = any(${rows.map(({ row }) => row)}::int[])
      and object = ${files[file]?.mapping.object ?? null} and kind = 'created'`.execute(trx)
  await sql`
    update import_outcomes o set record_id = n.record_id
    from jsonb_to_recordset(${JSON.stringify(made.rows)}::jsonb) as n (row int, record_id uuid)
    where o.import_id = ${id} and o.file = ${file} and o.row = n.row`.execute(trx)
}

function refused(row: SourceRow): Plan<unknown> {
  const label = row.cells.find((cell) => cell !== '') ?? ''
  return {
    row,
    outcome: 'rejected',
    label,
    problems: [problem('refused_by_database')],
    recordId: null,
    write: null,
    keys: [],
  }
}

/** Possible duplicates that nobody has decided on are made, and marked. */
function countPlans(plans: Plan<unknown>[]): Partial<ImportResult> {
  const count = (...outcomes: string[]) => plans.filter(({ outcome }) => outcomes.includes(outcome)).length
  return {
    created: count('new', 'duplicate'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    skipped: count('skipped'),
  }
}

/** Adds to the figures of the result, in the transaction of what they count. */
export async function addToResult(trx: Trx, id: string, counted: Partial<ImportResult>): Promise<void> {
  const steps = JSON.stringify(counted)
  await sql`
    update imports set result = (
      select jsonb_object_agg(key, coalesce((result ->> key)::int, 0) + coalesce((${steps}::jsonb ->> key)::int, 0))
      from unnest(array['created', 'updated', 'unchanged', 'rejected', 'skipped', 'undone', 'kept']) as key
    )
    where id = ${id}`.execute(trx)
}

async function finish({ platform: { db, clock } }: Job, record: ImportRecord): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ result: ImportResult }>`
      update imports set state = 'done', finished_at = ${new Date(clock.now())}
      where id = ${record.id} and state = 'running' returning result`.execute(trx)
    if (rows.length === 0) return
    if (isChecked(record)) await rememberMappings(trx, record.files)
    await publish(trx, [{ type: 'import.done', payload: { id: record.id, name: record.name } }])
    await audit(trx, asActor(record), {
      action: 'import.done',
      subject: { type: 'import', id: record.id, name: record.name },
      details: rows[0]?.result ?? {},
    })
  })
}

/** Who asked for the import, for what it does later: with all rights, because only who has those that it needs may ask. */
export function asActor({ actor }: ImportRecord): Actor {
  return { ...systemActor, ...actor }
}
