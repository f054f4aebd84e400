import { sql } from 'kysely'
import type { z } from 'zod'
import type { Pipeline, pipelineChange, Stage } from '../../../model/deal.ts'
import { audit } from '../../access/index.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { lockBoards } from '../board/board-lock.ts'
import { invalidField } from '../invalid-field.ts'
import { emptyStage } from './empty-stage.ts'
import { findPipeline, listPipelines } from './find-pipelines.ts'
import { stageRows } from './stage-rows.ts'

type Change = z.output<typeof pipelineChange>
type StageChange = NonNullable<Change['stages']>

/**
 * Renames a pipeline, changes, adds, orders and removes its stages. Throws `not_found`, and `validation_failed` when a
 * removed stage has deals and `moves` does not say where they go.
 */
export async function changePipeline(
  { db, clock }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: Change },
): Promise<Pipeline> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    await lockBoards(trx, [id])
    const before = await requirePipeline(trx, id)
    if (change.name) await sql`update pipelines set name = ${change.name} where id = ${id}`.execute(trx)
    if (change.stages) await storeStages(trx, before, change.stages)
    const after = await requirePipeline(trx, id)
    if (change.stages)
      for (const stage of removedOf(before, change.stages))
        await emptyStage(trx, actor, { stage, pipeline: after, to: targetOf(after, stage, change), at })
    await audit(trx, actor, {
      action: 'pipeline.changed',
      subject: { type: 'pipeline', id, name: after.name },
      details: { before: before.stages.map(({ name }) => name), after: after.stages.map(({ name }) => name) },
    })
    return after
  })
}

/** Takes a pipeline out of the list. Throws `conflict` while it has deals, and for the last one. */
export async function deletePipeline({ db, clock }: Platform, actor: Actor, id: string): Promise<void> {
  const at = new Date(clock.now())
  await db.transaction().execute(async (trx) => {
    await lockBoards(trx, [id])
    const { name } = await requirePipeline(trx, id)
    const { rows } = await sql`
      select from deals where pipeline_id = ${id}::uuid and deleted_at is null limit 1`.execute(trx)
    if (rows.length > 0)
      throw fail(
        'conflict',
        `The pipeline "${name}" still has deals. Delete them first, or keep the pipeline.`,
      )
    if ((await listPipelines(trx)).length === 1)
      throw fail('conflict', 'This is the only pipeline. Make another one first.')
    await sql`update pipelines set archived_at = ${at} where id = ${id}`.execute(trx)
    await audit(trx, actor, { action: 'pipeline.deleted', subject: { type: 'pipeline', id, name } })
  })
}

async function requirePipeline(trx: Trx, id: string): Promise<Pipeline> {
  const pipeline = await findPipeline(trx, id)
  if (!pipeline) throw fail('not_found', 'There is no pipeline with this id.')
  return pipeline
}

/** A deal in a stage that has become a won or lost one is closed since it came there; the other way round it is open. */
async function storeStages(trx: Trx, before: Pipeline, stages: StageChange): Promise<void> {
  const known = new Set(before.stages.map(({ id }) => id))
  const stranger = stages.findIndex(({ id }) => id !== undefined && !known.has(id))
  if (stranger !== -1) throw invalidField(`stages.${stranger}.id`, 'The pipeline has no stage with this id.')
  const rows = stageRows(stages)
  await sql`
    update stages set archived_at = now() where pipeline_id = ${before.id} and archived_at is null
      and not id = any(${stages.flatMap(({ id }) => id ?? [])}::uuid[])`.execute(trx)
  await sql`
    insert into stages (id, pipeline_id, name, kind, probability, position, forecast_category, rotting_days,
      required_fields)
    select id, ${before.id}, name, kind, probability, position, forecast_category, rotting_days, required_fields
    from ${rows}
    on conflict (id) do update set name = excluded.name, kind = excluded.kind, probability = excluded.probability,
      position = excluded.position, forecast_category = excluded.forecast_category,
      rotting_days = excluded.rotting_days, required_fields = excluded.required_fields`.execute(trx)
  for (const { id, kind } of before.stages) {
    const now = stages.find((stage) => stage.id === id)
    if (now && now.kind !== kind)
      await sql`
        update deals set closed_at = ${now.kind === 'open' ? null : sql`coalesce(closed_at, entered_stage_at)`},
          close_reason_id = null
        where stage_id = ${id}`.execute(trx)
  }
}

function removedOf({ stages }: Pipeline, kept: StageChange): Stage[] {
  return stages.filter(({ id }) => !kept.some((stage) => stage.id === id))
}

/** Where the deals of a removed stage go, when the caller says. Throws `validation_failed` when that is no stage of it. */
function targetOf({ stages }: Pipeline, { id }: Stage, { moves }: Change): Stage | null {
  const move = moves.find(({ from }) => from === id)
  if (!move) return null
  const target = stages.find((stage) => stage.id === move.to)
  if (!target) throw invalidField('moves', 'The deals can only go to a stage that stays.')
  invariant(target.id !== id, 'A removed stage is not among those that stay.')
  return target
}
