import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Deal, dealInput, Pipeline, Stage } from '../../../model/deal.ts'
import { requireCreation, requireWritable, systemActor } from '../../access/index.ts'
import { invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { assignOwner, type Assigned, type Place } from '../assignment/assign-owner.ts'
import { shareBoard } from '../board/board-lock.ts'
import { startFields } from '../fields/index.ts'
import { invalidField } from '../invalid-field.ts'
import { requireCloseReason } from '../pipelines/close-reasons.ts'
import { findPipeline, findPipelineOfStage, listPipelines } from '../pipelines/find-pipelines.ts'
import { refuseMissing } from '../pipelines/missing-fields.ts'
import { addToHistory } from './deal-history.ts'
import { findDeal, readWritten } from './find-deal.ts'
import { recordDeal, type DealRecord } from './record-deal.ts'
import { requireCompany, requireOwner, requirePersonRef, requireStage } from './references.ts'

type Input = z.output<typeof dealInput>

/**
 * Makes a deal at the top of its column: in the stage given, else the first of the pipeline given, else of the first
 * pipeline. A user who makes a deal owns it. Throws `validation_failed` for an unknown person, company, stage or pipeline.
 */
export function createDeal({ db, clock }: Platform, actor: Actor, input: Input): Promise<Deal> {
  const at = new Date(clock.now())
  return db.transaction().execute((trx) => createDealIn(trx, actor, { input, at }))
}

/** Makes a deal in a transaction of the caller, as `createDeal` does. */
export async function createDealIn(
  trx: Trx,
  actor: Actor,
  { input, at }: { input: Input; at: Date },
): Promise<Deal> {
  const ownerId = input.owner_id === undefined ? selfOf(actor) : input.owner_id
  requireCreation(actor, 'deals', ownerId)
  if (input.amount !== null) requireWritable(actor, 'deals', ['amount'])
  if (input.expected_close_on !== null) requireWritable(actor, 'deals', ['expected_close_on'])
  if (input.close_reason_id) requireWritable(actor, 'deals', ['close_reason'])
  const { id: pipelineId } = await requirePipeline(trx, input)
  await shareBoard(trx, pipelineId)
  const pipeline = found(await findPipeline(trx, pipelineId), 'pipeline_id')
  const stage = startOf(pipeline, input.stage_id)
  const personRef = input.person_id && (await requirePersonRef(trx, actor, input.person_id))
  if (input.company_id) await requireCompany(trx, actor, input.company_id)
  if (ownerId && ownerId !== selfOf(actor)) await requireOwner(trx, ownerId)
  await requireCloseReason(trx, stage, input.close_reason_id)
  refuseMissing(
    { ...input, personRef, companyId: input.company_id, closeReasonId: input.close_reason_id ?? null },
    stage,
    null,
  )
  const id = await insertDeal(trx, { input, ownerId, pipeline, stage, personRef, at })
  await addToHistory(trx, actor, { dealId: id, from: null, to: stage.id, at })
  const values = await startFields(trx, actor, { object: 'deal', id, values: input.fields ?? {}, at })
  const deal = await findDeal(trx, systemActor, id)
  await recordDeal(trx, actor, {
    kind: 'created',
    deal,
    personRef,
    pipeline,
    toStageId: stage.id,
    values,
    at,
  })
  if (!ownerId) await assignDeal(trx, actor, { deal, personRef, pipeline, at })
  return readWritten(trx, actor, id)
}

type Unowned = Pick<DealRecord, 'deal' | 'personRef' | 'pipeline' | 'at'>

/** Gives a deal that nobody owns to whom the assignment rules say. Gives the owner, null when no rule does. */
export async function assignDeal(
  trx: Trx,
  actor: Actor,
  { deal, personRef, pipeline, at }: Unowned,
  assign: (place: Place) => Promise<Assigned | null> = (place) => assignOwner(trx, actor, place),
): Promise<Assigned | null> {
  const assigned = await assign({ object: 'deal', id: deal.id, name: deal.name, at })
  if (!assigned) return null
  await recordDeal(trx, actor, {
    kind: 'changed',
    deal: await findDeal(trx, systemActor, deal.id),
    before: deal,
    personRef,
    pipeline,
    changed: ['owner'],
    at,
  })
  return assigned
}

function selfOf({ type, id }: Actor): string | null {
  return type === 'user' ? id : null
}

async function requirePipeline(trx: Trx, { pipeline_id, stage_id }: Input): Promise<Pipeline> {
  if (pipeline_id) return found(await findPipeline(trx, pipeline_id), 'pipeline_id')
  if (stage_id) return found(await findPipelineOfStage(trx, stage_id), 'stage_id')
  const [first = null] = await listPipelines(trx)
  return found(first, 'pipeline_id')
}

function found(pipeline: Pipeline | null, field: 'pipeline_id' | 'stage_id'): Pipeline {
  if (pipeline) return pipeline
  const what = field === 'stage_id' ? 'stage' : 'pipeline'
  throw invalidField(field, `There is no ${what} with this id.`)
}

function startOf(pipeline: Pipeline, stageId: string | undefined): Stage {
  if (stageId) return requireStage(pipeline, stageId)
  const [first] = pipeline.stages
  invariant(first, 'A pipeline has stages.')
  return first
}

type NewDeal = {
  input: Input
  ownerId: string | null
  pipeline: Pipeline
  stage: Stage
  personRef: string | null
  at: Date
}

async function insertDeal(
  trx: Trx,
  { input, ownerId, pipeline, stage, personRef, at }: NewDeal,
): Promise<string> {
  const id = randomUUID()
  await sql`
    insert into deals (id, name, pipeline_id, stage_id, amount, currency, person_ref, company_id, owner_id, owner_name,
      rank, expected_close_on, entered_stage_at, closed_at, close_reason_id, created_at, updated_at)
    select ${id}, ${input.name}, ${pipeline.id}, ${stage.id}, ${input.amount}, ${input.currency ?? pipeline.currency},
      ${personRef}, ${input.company_id}, ${ownerId}, (select name from users where id = ${ownerId}),
      coalesce(min(rank) - 1, 0), ${input.expected_close_on}, ${at}, ${stage.kind === 'open' ? null : at},
      ${input.close_reason_id ?? null}, ${at}, ${at}
    from deals where stage_id = ${stage.id} and deleted_at is null`.execute(trx)
  return id
}
