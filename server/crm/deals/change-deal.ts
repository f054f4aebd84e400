import { sql } from 'kysely'
import type { Deal, DealChange, Pipeline, Stage } from '../../../model/deal.ts'
import type { JsonObject } from '../../../model/json.ts'
import { requireWritable, systemActor } from '../../access/index.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { lockBoardOf } from '../board/board-lock.ts'
import { findPlace, isMove, type Place } from '../board/find-place.ts'
import { requireStageFields } from '../fields/index.ts'
import { requireCloseReason } from '../pipelines/close-reasons.ts'
import { findPipeline } from '../pipelines/find-pipelines.ts'
import { refuseMissing } from '../pipelines/missing-fields.ts'
import { changesSince, keepChanges } from './deal-changes.ts'
import { changedFields, newFields, type DealFields } from './deal-fields.ts'
import { addToHistory } from './deal-history.ts'
import { fieldsOfChange } from './field-rules.ts'
import { findDeal, lockDeal, readWritten, type LockedDeal } from './find-deal.ts'
import { requireDeal } from './require-deal.ts'
import { recordDeal, recordOrder } from './record-deal.ts'
import { requireStage } from './references.ts'

/** The lines of the deal before and after, when they changed with it. */
type LineItemsChange = { before: JsonObject[]; after: JsonObject[] }

type Change = {
  before: LockedDeal
  asked: DealChange
  fields: DealFields
  place: Place | null
  pipeline: Pipeline
  lineItems?: LineItemsChange | undefined
  at: Date
}

/**
 * Changes fields of a deal, moves it on the board, or both. Throws `conflict` when `version` is given and somebody else
 * changed the deal since (`details.changes` says what), `validation_failed` for references to nothing and for what the
 * stage asks for and is missing, custom values among it.
 */
export async function changeDeal(
  { db, clock }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: DealChange },
): Promise<Deal> {
  const at = new Date(clock.now())
  return db.transaction().execute((trx) => changeDealIn(trx, actor, { id, change, at }))
}

/** The same within a transaction. */
export async function changeDealIn(
  trx: Trx,
  actor: Actor,
  { id, change, at, lineItems }: { id: string; change: DealChange; at: Date; lineItems?: LineItemsChange },
): Promise<Deal> {
  if (isMove(change)) await lockBoardOf(trx, id)
  const before = await lockDeal(trx, id)
  await requireRights(trx, actor, id, change)
  await refuseStale(trx, actor, before.deal, change.version)
  const pipeline = await findPipeline(trx, before.deal.pipeline_id)
  invariant(pipeline, 'A deal lies in a pipeline.')
  const fields = await newFields(trx, actor, { before, change })
  const place = await findPlace(trx, { deal: before.deal, pipeline, change })
  return applyChange(trx, actor, { before, asked: change, fields, place, pipeline, lineItems, at })
}

async function requireRights(trx: Trx, actor: Actor, id: string, change: DealChange): Promise<void> {
  const fields = fieldsOfChange(change)
  const isAssignment = fields.includes('owner')
  if (fields.length > 1 || !isAssignment) await requireDeal(trx, actor, { id, action: 'edit' })
  if (isAssignment) await requireDeal(trx, actor, { id, action: 'assign' })
  requireWritable(actor, 'deals', fields)
}

async function refuseStale(
  trx: Trx,
  actor: Actor,
  { id, version }: Deal,
  known: number | undefined,
): Promise<void> {
  if (known === undefined || known === version) return
  throw fail('conflict', 'Somebody else changed this deal in the meantime. Reload it and try again.', {
    version,
    changes: await changesSince(trx, actor, { dealId: id, version: known }),
  })
}

/** Why a deal was won or lost is said when it comes into such a stage, and no longer true once it is open again. */
function closingFields(fields: DealFields, { asked }: Change, stage: Stage): DealFields {
  const isClosing = stage.kind !== 'open'
  return {
    ...fields,
    closeReasonId: isClosing ? (asked.close_reason_id ?? null) : null,
    close_note: isClosing ? (asked.close_note ?? '') : '',
  }
}

async function applyChange(trx: Trx, actor: Actor, change: Change): Promise<Deal> {
  const { before, place, pipeline, at } = change
  const { id, stage_id: fromStageId } = before.deal
  const isNewStage = place !== null && place.stage.id !== fromStageId
  const fields = isNewStage ? closingFields(change.fields, change, place.stage) : change.fields
  const changed = [...changedFields(before, fields), ...(change.lineItems ? ['line_items'] : [])]
  const stage = place?.stage ?? requireStage(pipeline, fromStageId)
  await requireCloseReason(trx, stage, changed.includes('close_reason_id') ? fields.closeReasonId : null)
  refuseMissing(fields, stage, isNewStage ? null : changed)
  if (isNewStage) await requireStageFields(trx, id, place.stage)
  if (place) await storePlace(trx, change, place)
  if (changed.length > 0) await storeFields(trx, id, fields)
  if (isNewStage) await addToHistory(trx, actor, { dealId: id, from: fromStageId, to: place.stage.id, at })
  if (isNewStage || changed.length > 0) await countChange(trx, id, at)

  const deal = await findDeal(trx, systemActor, id)
  if (deal.version !== before.deal.version)
    await keepChanges(trx, actor, {
      before: before.deal,
      after: deal,
      pipeline,
      lineItems: change.lineItems,
      at,
    })
  const record = { deal, personRef: fields.personRef, pipeline, at }
  if (isNewStage)
    await recordDeal(trx, actor, { ...record, kind: 'stage_changed', fromStageId, toStageId: deal.stage_id })
  else if (place) await recordOrder(trx, actor, record)
  if (changed.length > 0)
    await recordDeal(trx, actor, {
      ...record,
      kind: 'changed',
      changed,
      before: before.deal,
      values: change.lineItems && { line_items: change.lineItems },
    })
  return readWritten(trx, actor, id)
}

async function storePlace(trx: Trx, { before: { deal }, at }: Change, { stage, rank }: Place): Promise<void> {
  const stays = stage.id === deal.stage_id
  const closedAt = stays ? deal.closed_at : stage.kind === 'open' ? null : at
  await sql`
    update deals set stage_id = ${stage.id}, rank = ${rank}, closed_at = ${closedAt},
      entered_stage_at = ${stays ? deal.entered_stage_at : at}
    where id = ${deal.id}`.execute(trx)
}

async function storeFields(trx: Trx, id: string, fields: DealFields): Promise<void> {
  await sql`
    update deals set name = ${fields.name}, amount = ${fields.amount}, amount_source = ${fields.amount_source},
      person_ref = ${fields.personRef},
      company_id = ${fields.companyId}, expected_close_on = ${fields.expected_close_on}, owner_id = ${fields.ownerId},
      owner_name = case when owner_id is distinct from ${fields.ownerId} then (select name from users where id = ${fields.ownerId})
        else owner_name end,
      close_reason_id = ${fields.closeReasonId}, close_note = ${fields.close_note}
    where id = ${id}`.execute(trx)
}

/** An order within a column counts as no change: it must not refuse somebody who is editing the deal. */
async function countChange(trx: Trx, id: string, at: Date): Promise<void> {
  await sql`update deals set version = version + 1, updated_at = ${at} where id = ${id}`.execute(trx)
}
