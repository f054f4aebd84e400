import { sql } from 'kysely'
import type { z } from 'zod'
import type {
  SegmentExport,
  segmentExportChange,
  segmentExportInput,
  SegmentExportRun,
} from '../../../model/segment-export.ts'
import { audit, changesOf } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { findSegment } from '../segments.ts'
import { findExport, listExports, listRuns } from './export-rows.ts'
import { requireExport } from './member-table.ts'
import { nextSlot } from './slots.ts'

const MAX_EXPORTS = 50

type Input = z.output<typeof segmentExportInput>
type Place = { segment: string; id: string }

/** Makes an export, which runs with the rights of whoever makes it. Throws `forbidden` for what they may not export themselves. */
export async function createExport(
  { db, clock }: Platform,
  actor: Actor,
  { segment, input }: { segment: string; input: Input },
): Promise<SegmentExport> {
  return db.transaction().execute(async (trx) => {
    const { name, members } = await findSegment(trx, segment)
    requireExport(actor, members, input.traits)
    if ((await listExports(trx, segment)).length >= MAX_EXPORTS)
      throw fail('conflict', `A segment has ${MAX_EXPORTS} exports at most.`)
    await requireStorage(trx, input.storage_id)
    const { rows } = await sql<{ id: string }>`
      insert into segment_exports
        (segment_id, name, storage_id, format, content, traits, path, schedule, enabled, next_at, actor_type, actor_id)
      values (${segment}::uuid, ${input.name}, ${input.storage_id}::uuid, ${input.format}, ${input.content},
        ${JSON.stringify(input.traits)}::jsonb, ${input.path}, ${jsonOrNull(input.schedule)}::jsonb, ${input.enabled},
        ${nextAt(input, clock.now())}, ${actor.type}, ${actor.id})
      returning id`.execute(trx)
    const made = await findExport(trx, { segment, id: rows[0]?.id ?? '' })
    await audit(trx, actor, {
      action: 'segment_export.created',
      subject: { type: 'segment', id: segment, name },
      details: input,
    })
    return made
  })
}

/** Changes what is given of an export, which runs with the rights of whoever changes it from then on. */
export async function changeExport(
  { db, clock }: Platform,
  actor: Actor,
  { segment, id, change }: Place & { change: z.output<typeof segmentExportChange> },
): Promise<SegmentExport> {
  return db.transaction().execute(async (trx) => {
    await sql`select from segment_exports where id = ${id}::uuid for update`.execute(trx)
    const { name, members } = await findSegment(trx, segment)
    const before = await findExport(trx, { segment, id })
    const after = withChange(before, change)
    requireExport(actor, members, after.traits)
    await requireStorage(trx, after.storage_id)
    const isSameTime = JSON.stringify(after.schedule) === JSON.stringify(before.schedule)
    const next = isSameTime && before.next_at ? new Date(before.next_at) : nextAt(after, clock.now())
    await sql`
      update segment_exports set name = ${after.name}, storage_id = ${after.storage_id}::uuid, format = ${after.format},
        content = ${after.content}, traits = ${JSON.stringify(after.traits)}::jsonb, path = ${after.path},
        schedule = ${jsonOrNull(after.schedule)}::jsonb, enabled = ${after.enabled}, next_at = ${next},
        actor_type = ${actor.type}, actor_id = ${actor.id}, updated_at = now()
      where id = ${id}::uuid`.execute(trx)
    await audit(trx, actor, {
      action: 'segment_export.changed',
      subject: { type: 'segment', id: segment, name },
      details: { export: before.name, ...changesOf(before, after) },
    })
    return findExport(trx, { segment, id })
  })
}

/** Removes an export and the log of its runs; files that were written stay. */
export async function removeExport({ db }: Platform, actor: Actor, { segment, id }: Place): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const segmentName = (await findSegment(trx, segment)).name
    const { name } = await findExport(trx, { segment, id })
    await sql`delete from segment_exports where id = ${id}::uuid`.execute(trx)
    await audit(trx, actor, {
      action: 'segment_export.removed',
      subject: { type: 'segment', id: segment, name: segmentName },
      details: { export: name },
    })
  })
}

/** Has an export run now, whether it is switched on or not. Throws `conflict` while it runs. */
export async function runExportNow(
  { db, clock }: Platform,
  actor: Actor,
  { segment, id }: Place,
): Promise<SegmentExportRun> {
  return db.transaction().execute(async (trx) => {
    await sql`select from segment_exports where id = ${id}::uuid for update`.execute(trx)
    const { name, last_run } = await findExport(trx, { segment, id })
    if (last_run && (last_run.state === 'waiting' || last_run.state === 'running'))
      throw fail('conflict', 'It runs already. Wait until that is done.')
    const slot = new Date(clock.now())
    await sql`
      insert into segment_export_runs (export_id, slot, by_hand, next_attempt_at)
      values (${id}::uuid, ${slot}, true, ${slot}) on conflict (export_id, slot) do nothing`.execute(trx)
    await audit(trx, actor, {
      action: 'segment_export.run',
      subject: { type: 'segment', id: segment, name: (await findSegment(trx, segment)).name },
      details: { export: name },
    })
    const [run] = (await listRuns(trx, { id, limit: 1 })).data
    if (!run) throw fail('not_found', 'This segment has no export with this id.')
    return run
  })
}

function withChange(before: SegmentExport, change: z.output<typeof segmentExportChange>): SegmentExport {
  const {
    schedule = before.schedule,
    enabled = before.enabled,
    traits = before.traits,
    path = before.path,
  } = change
  const { name = before.name, storage_id = before.storage_id, format = before.format } = change
  const { content = before.content } = change
  return { ...before, name, storage_id, format, content, traits, path, schedule, enabled }
}

function nextAt({ schedule, enabled }: Pick<Input, 'schedule' | 'enabled'>, now: number): Date | null {
  return schedule && enabled ? new Date(nextSlot(schedule, now)) : null
}

function jsonOrNull(value: object | null): string | null {
  return value && JSON.stringify(value)
}

async function requireStorage(trx: Trx, id: string): Promise<void> {
  const { rows } = await sql`select from file_storages where id = ${id}::uuid`.execute(trx)
  const problem = 'is not a storage of this installation'
  if (rows.length === 0)
    throw fail('validation_failed', `storage_id ${problem}.`, [{ field: 'storage_id', problem }])
}
