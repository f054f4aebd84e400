import { sql } from 'kysely'
import type { Segment } from '../../../model/segment.ts'
import { actorOf, audit } from '../../access/index.ts'
import { fail, KithError } from '../../platform/errors.ts'
import { putFile, type StorageOptions } from '../../platform/file-storage/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { subjectOf } from '../segment-row.ts'
import { findSegment, lockSegment } from '../segments.ts'
import { openStorage, trustHostKey } from '../storages/storages.ts'
import { changeTable } from './change-table.ts'
import { Interrupted, keepRun, type ClaimedRun } from './claim-run.ts'
import { encoders } from './encode.ts'
import { filePath } from './file-path.ts'
import { settleDone, settleFailed } from './finish-run.ts'
import { memberTable } from './member-table.ts'
import type { Table } from './table.ts'

export type Running = StorageOptions & { worker: string }

/**
 * Writes the file of one run. It may be cut off at any time and be run again: the file has the name of its slot, the time
 * whose changes are in it is kept, and what was told is told in the transaction in which the run is done.
 */
export async function runExport(platform: Platform, run: ClaimedRun, running: Running): Promise<void> {
  try {
    const actor = await requireActor(platform, run)
    const segment = await findSegment(platform.db, run.segment_id)
    const planned = await planRun(platform, run, segment)
    await write(platform, planned, { actor, segment, running })
  } catch (error) {
    if (error instanceof Interrupted) return
    const isOurs = !(error instanceof KithError)
    if (isOurs) platform.logger.error({ err: error, run: run.id }, 'An export of a segment failed')
    await settleFailed(platform.db, run, {
      sentence: isOurs ? 'Something went wrong on our side. The log of the server says what.' : error.message,
      final: !isOurs,
      worker: running.worker,
      now: platform.clock.now(),
    })
  }
}

/** Rights are those of today: an export ends with the access of whoever set it up. */
async function requireActor(
  { db }: Platform,
  { actor_type: type, actor_id: id }: ClaimedRun,
): Promise<Actor> {
  const actor = await actorOf(db, { type, id })
  if (!actor)
    throw fail('gone', 'Whoever set this export up has no access any more. Save it anew to make it yours.')
  return actor
}

type Planned = ClaimedRun & { file: string; until: Date }

/**
 * Fixes the name of the file and the time whose changes are in it, once for all attempts. Whoever changes members holds the
 * segment: when the clock is read while it is held, everything before is there to be read, and nothing comes later.
 */
async function planRun({ db, clock }: Platform, run: ClaimedRun, segment: Segment): Promise<Planned> {
  const { slot, file, until } = run
  if (file !== null && until !== null) return { ...run, file, until }
  const naming = { segment: segment.name, zone: run.schedule?.zone ?? 'UTC', format: run.format }
  const path = filePath(run.path, { ...naming, slot: slot.getTime() })
  return db.transaction().execute(async (trx) => {
    await lockSegment(trx, segment.id)
    const now = new Date(clock.now())
    await sql`
      update segment_export_runs set file = ${path}, since = ${run.changes_until}, until = ${now}
      where id = ${run.id}`.execute(trx)
    return { ...run, file: path, since: run.changes_until, until: now }
  })
}

type Writing = { actor: Actor; segment: Segment; running: Running }

async function write(platform: Platform, run: Planned, { actor, segment, running }: Writing): Promise<void> {
  const { db, clock } = platform
  const { worker } = running
  const counting = await countedTable(platform, run, { actor, segment, worker })
  const storage = await openStorage(platform, run.storage_id)
  const content = encoders[run.format](counting.table)
  const outcome = await putFile(storage, { path: run.file, content }, running)
  if (!outcome.ok) return settleFailed(db, run, { ...outcome, worker, now: clock.now() })
  await trustHostKey(db, run.storage_id, outcome.hostKey)
  const written = { rows: counting.rows(), bytes: outcome.bytes }
  await db.transaction().execute(async (trx) => {
    if (!(await settleDone(trx, run, { ...written, worker, now: clock.now() }))) return
    const details = { format: run.format, traits: run.traits, file: run.file, ...written }
    await audit(trx, actor, { action: 'segment.exported', subject: subjectOf(segment), details })
  })
}

/** The rows that go into the file, counted as they go. */
async function countedTable(
  { db, clock }: Platform,
  run: Planned,
  { actor, segment, worker }: { actor: Actor; segment: Segment; worker: string },
): Promise<{ table: Table; rows: () => number }> {
  const asked = { segment: run.segment_id, members: segment.members, traits: run.traits }
  const { columns, pages } =
    run.content === 'members'
      ? await memberTable(db, actor, asked)
      : await changeTable(db, actor, { ...asked, since: run.since, until: run.until })
  let rows = 0
  const counted = async function* () {
    for await (const page of pages) {
      yield page
      rows += page.length
      await keepRun(db, { id: run.id, worker, rows, now: clock.now() })
    }
  }
  return { table: { columns, pages: counted() }, rows: () => rows }
}
