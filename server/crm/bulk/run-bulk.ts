import { sql, type RawBuilder } from 'kysely'
import type { BulkWork } from '../../../model/bulk-change.ts'
import type { JsonObject } from '../../../model/json.ts'
import { actorOf } from '../../access/index.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Database, Trx } from '../../platform/relational/index.ts'
import { conditionOf, knownTo } from '../views/question.ts'
import { deleteRows, editRows, restoreRows, takeBackEdits, type Outcome, type Row } from './apply.ts'
import { createRows, inputsAfter, takeBackCreated, type RowOutcome } from './create-rows.ts'
import { assignRows, takeBackAssigned } from './assign-rows.ts'
import { listRows } from './list-rows.ts'
import type { PeopleLists } from './people-lists.ts'
import type { BulkRecord } from './bulk-record.ts'

/** A transaction is short: others write between two of them, and PGlite has but one connection. */
const ROWS_PER_CHUNK = 50
/** A list takes them in one statement. */
const PEOPLE_PER_CHUNK = 500
const LEASE_SECONDS = 30

export type BulkJob = { platform: Platform; worker: string; lists?: PeopleLists; rowsPerChunk?: number }

/** Somebody else has taken over, or it was stopped: the work at hand is dropped. */
export class Interrupted extends Error {}

/** Takes the oldest change that has work waiting; null when there is none. */
export async function claimBulkChange(db: Database, worker: string): Promise<BulkRecord | null> {
  const { rows } = await sql<BulkRecord>`
    update bulk_changes set worker = ${worker}, lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where id = (
      select id from bulk_changes
      where state in ('running', 'undoing') and (lease_until is null or lease_until < now() or worker = ${worker})
      order by created_at limit 1 for update skip locked
    )
    returning *`.execute(db)
  return rows[0] ?? null
}

/** Walks through the records by id, chunk by chunk, each in one transaction with how far it got: a crash costs one chunk. */
export async function runBulkChange(job: BulkJob, record: BulkRecord): Promise<void> {
  const { db } = job.platform
  const { object, selection, change } = record
  invariant(change.kind !== 'create', 'What is yet to be made cannot be selected.')
  const actor = await requireActor(db, record)
  const known = await knownTo(db, actor, { object, filter: selection.filter })
  const condition = await conditionOf(db, known, selection)
  const { table } = known.source
  if (record.total === null) await countRows(db, record, sql`from ${table} r where ${condition}`)
  for (let last = record.last_id; ;) {
    const after = last === null ? sql`true` : sql`r.id > ${last}::uuid`
    const { rows } = await sql<Row>`
      select r.id, coalesce(r.name, '') as name from ${table} r where ${condition} and ${after}
      order by r.id limit ${chunkOf(job, record)}`.execute(db)
    const end = rows.at(-1)
    if (!end) break
    await runChunk(job, record, { actor, change, rows, last: end.id })
    last = end.id
  }
  await finish(job, record, 'done')
}

/** Makes a record of each row, chunk by chunk, each in one transaction with how far it got. */
export async function runCreation(job: BulkJob, record: BulkRecord): Promise<void> {
  const { platform } = job
  const actor = await requireActor(platform.db, record)
  for (let after = record.last_row; ;) {
    const rows = await inputsAfter(platform.db, record.id, { after, limit: chunkOf(job, record) })
    const end = rows.at(-1)
    if (!end) break
    await platform.db.transaction().execute(async (trx) => {
      await advance(trx, record, { state: 'running', by: rows.length, place: sql`last_row = ${end.row}` })
      const at = new Date(platform.clock.now())
      const making = { platform, object: record.object, rows, at }
      await storeRows(trx, record.id, await createRows(trx, actor, making))
    })
    after = end.row
  }
  await finish(job, record, 'done')
  await sql`delete from bulk_change_inputs where bulk_id = ${record.id}::uuid`.execute(platform.db)
}

/** Gives back what records had, the last one first. */
export async function undoBulk(job: BulkJob, record: BulkRecord): Promise<void> {
  const { db, clock } = job.platform
  const actor = await requireActor(db, record)
  for (let last = record.last_row; ;) {
    const before = last === null ? sql`true` : sql`id < ${last}`
    const { rows } = await sql<Row & { row: number; before: JsonObject; after: JsonObject }>`
      select id as row, record_id as id, name, before, after from bulk_change_rows
      where bulk_id = ${record.id}::uuid and outcome = 'changed' and ${before}
      order by id desc limit ${chunkOf(job, record)}`.execute(db)
    const end = rows.at(-1)
    if (!end) break
    await db.transaction().execute(async (trx) => {
      const write = { object: record.object, rows, at: new Date(clock.now()) }
      await advance(trx, record, { state: 'undoing', by: rows.length, place: sql`last_row = ${end.row}` })
      await settleRows(trx, record.id, await takeBack(trx, actor, { job, change: record.change, write }))
    })
    last = end.row
  }
  await finish(job, record, 'undone')
}

type TakingBack = {
  job: BulkJob
  change: BulkWork
  write: { object: string; rows: (Row & { before: JsonObject; after: JsonObject })[]; at: Date }
}

function takeBack(trx: Trx, actor: Actor, { job, change, write }: TakingBack): Promise<Outcome[]> {
  switch (change.kind) {
    case 'edit':
      return takeBackEdits(trx, actor, write)
    case 'delete':
      return restoreRows(trx, actor, write)
    case 'create':
      return takeBackCreated(trx, actor, write)
    case 'assign':
      return takeBackAssigned(trx, actor, write)
    case 'list': {
      // Whoever was on the list before is not among them.
      const doing = change.doing === 'add' ? 'remove' : 'add'
      return listRows(trx, actor, { ...job, rows: write.rows, work: { ...change, doing } })
    }
  }
}

function chunkOf({ rowsPerChunk }: BulkJob, { kind }: BulkRecord): number {
  return rowsPerChunk ?? (kind === 'list' ? PEOPLE_PER_CHUNK : ROWS_PER_CHUNK)
}

type Selected = Exclude<BulkWork, { kind: 'create' }>
type Chunk = { actor: Actor; change: Selected; rows: Row[]; last: string }

async function runChunk(
  job: BulkJob,
  record: BulkRecord,
  { actor, change, rows, last }: Chunk,
): Promise<void> {
  const { db, clock } = job.platform
  const at = new Date(clock.now())
  await db.transaction().execute(async (trx) => {
    await advance(trx, record, { state: 'running', by: rows.length, place: sql`last_id = ${last}::uuid` })
    await storeRows(
      trx,
      record.id,
      await applyTo(trx, actor, { job, object: record.object, change, rows, at }),
    )
  })
}

type Applying = { job: BulkJob; object: string; change: Selected; rows: Row[]; at: Date }

function applyTo(trx: Trx, actor: Actor, { job, object, change, rows, at }: Applying): Promise<Outcome[]> {
  switch (change.kind) {
    case 'edit':
      return editRows(trx, actor, { object, rows, values: change.values, at })
    case 'delete':
      return deleteRows(trx, actor, { object, rows, at })
    case 'assign':
      return assignRows(trx, actor, { object, rows, at })
    case 'list':
      return listRows(trx, actor, { ...job, rows, work: change })
  }
}

type Advance = { state: BulkRecord['state']; by: number; place: RawBuilder<unknown> }

/** Notes how far it got, first of all: whoever else works on the same waits here, and then finds it done. */
async function advance(trx: Trx, { id, worker }: BulkRecord, { state, by, place }: Advance): Promise<void> {
  const { numAffectedRows } = await sql`
    update bulk_changes set done = done + ${by}, ${place},
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where id = ${id} and state = ${state} and worker = ${worker} and not cancelled`.execute(trx)
  if (numAffectedRows !== 1n) throw new Interrupted()
}

async function storeRows(trx: Trx, bulkId: string, outcomes: (Outcome | RowOutcome)[]): Promise<void> {
  const kept = outcomes.filter(({ outcome }) => outcome !== 'unchanged')
  const of = (wanted: Outcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length
  await sql`
    insert into bulk_change_rows (bulk_id, row, record_id, name, outcome, problem, before, after)
    select ${bulkId}::uuid, row, id, name, outcome, problem, before, after
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb)
      as r (row int, id uuid, name text, outcome text, problem text, before jsonb, after jsonb)`.execute(trx)
  await sql`
    update bulk_changes set changed = changed + ${of('changed')}, refused = refused + ${of('refused')}
    where id = ${bulkId}`.execute(trx)
}

/** What could not be given back stays, with the reason. */
async function settleRows(trx: Trx, bulkId: string, outcomes: Outcome[]): Promise<void> {
  const settled = outcomes.map(({ id, outcome, problem }) => ({
    id,
    problem,
    outcome: outcome === 'refused' ? 'kept' : 'undone',
  }))
  const kept = settled.filter(({ outcome }) => outcome === 'kept').length
  await sql`
    update bulk_change_rows b set outcome = r.outcome, problem = r.problem
    from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as r (id uuid, outcome text, problem text)
    where b.bulk_id = ${bulkId} and b.record_id = r.id and b.outcome = 'changed'`.execute(trx)
  await sql`
    update bulk_changes set undone = undone + ${settled.length - kept}, kept = kept + ${kept} where id = ${bulkId}`.execute(
    trx,
  )
}

async function countRows(db: Database, { id }: BulkRecord, from: RawBuilder<unknown>): Promise<void> {
  await sql`update bulk_changes set total = (select count(*) ${from}) where id = ${id}`.execute(db)
}

async function finish({ platform: { db, clock } }: BulkJob, record: BulkRecord, state: 'done' | 'undone') {
  const from = state === 'done' ? 'running' : 'undoing'
  await sql`
    update bulk_changes set state = ${state}, finished_at = ${new Date(clock.now())}, lease_until = null
    where id = ${record.id} and state = ${from}`.execute(db)
}

/** Rights are those of today: whoever lost some since they asked does no more than they may. */
async function requireActor(db: Database, { actor_type: type, actor_id: id }: BulkRecord): Promise<Actor> {
  const actor = await actorOf(db, { type, id })
  if (!actor) throw fail('gone', 'Whoever asked for this has no access any more.')
  return actor
}
