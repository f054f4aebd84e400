import { sql } from 'kysely'
import type { Deal, DealChange, Pipeline } from '../../../model/deal.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'
import { findPipeline } from '../pipelines/find-pipelines.ts'
import { addToHistory } from './deal-history.ts'
import { findDeal, lockDeal, type LockedDeal } from './find-deal.ts'
import { findPlace, isMove, lockBoard, type Place } from './move-deal.ts'
import { recordDeal } from './record-deal.ts'
import { requireCompany, requirePersonRef } from './references.ts'

type Fields = Pick<Deal, 'name' | 'amount' | 'expected_close_on'> & {
  personRef: string | null
  companyId: string | null
}

type Change = { before: LockedDeal; fields: Fields; place: Place | null; pipeline: Pipeline; at: Date }

/**
 * Changes fields of a deal, moves it on the board, or both. Throws `conflict` when `version` is given and somebody else
 * changed the deal since, `validation_failed` for references to nothing.
 */
export async function changeDeal(
  { db, clock }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: DealChange },
): Promise<Deal> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    if (isMove(change)) await lockBoard(trx, id)
    const before = await lockDeal(trx, id)
    refuseStale(before.deal, change.version)
    const pipeline = await findPipeline(trx, before.deal.pipeline_id)
    invariant(pipeline, 'A deal lies in a pipeline.')
    const fields = await newFields(trx, before, change)
    const place = await findPlace(trx, { deal: before.deal, pipeline, change })
    return applyChange(trx, actor, { before, fields, place, pipeline, at })
  })
}

function refuseStale(deal: Deal, version: number | undefined): void {
  if (version === undefined || version === deal.version) return
  throw fail('conflict', 'Somebody else changed this deal in the meantime. Reload it and try again.', {
    version: deal.version,
  })
}

async function newFields(trx: Trx, { deal, personRef }: LockedDeal, change: DealChange): Promise<Fields> {
  const fields = {
    name: change.name ?? deal.name,
    amount: change.amount === undefined ? deal.amount : change.amount,
    expected_close_on:
      change.expected_close_on === undefined ? deal.expected_close_on : change.expected_close_on,
    personRef: await newPersonRef(trx, { deal, personRef }, change.person_id),
    companyId: change.company_id === undefined ? (deal.company?.id ?? null) : change.company_id,
  }
  if (fields.companyId && fields.companyId !== deal.company?.id) await requireCompany(trx, fields.companyId)
  if (!fields.personRef && !fields.companyId)
    throw invalidField(
      change.person_id === null ? 'person_id' : 'company_id',
      'A deal belongs to a person, a company or both.',
    )
  return fields
}

async function newPersonRef(trx: Trx, { deal, personRef }: LockedDeal, personId: string | null | undefined) {
  if (personId === undefined || personId === deal.person?.id) return personRef
  return personId && requirePersonRef(trx, personId)
}

async function applyChange(trx: Trx, actor: Actor, change: Change): Promise<Deal> {
  const { before, place, pipeline, at } = change
  const changed = changedFields(change)
  const isNewStage = place !== null && place.stage.id !== before.deal.stage_id
  if (place) await storePlace(trx, change, place)
  if (isNewStage)
    await addToHistory(trx, actor, {
      dealId: before.deal.id,
      from: before.deal.stage_id,
      to: place.stage.id,
      at,
    })
  if (changed.length > 0) await storeFields(trx, change)
  if (isNewStage || changed.length > 0)
    await sql`
    update deals set version = version + 1, updated_at = ${at} where id = ${before.deal.id}`.execute(trx)
  const deal = await findDeal(trx, before.deal.id)
  const shared = { deal, personRef: change.fields.personRef, pipeline, at }
  if (isNewStage)
    await recordDeal(trx, actor, {
      ...shared,
      kind: 'stage_changed',
      fromStageId: before.deal.stage_id,
      toStageId: deal.stage_id,
    })
  if (changed.length > 0) await recordDeal(trx, actor, { ...shared, kind: 'changed', changed })
  return deal
}
function changedFields({ before: { deal, personRef }, fields }: Change): string[] {
  const pairs = {
    name: [deal.name, fields.name],
    amount: [deal.amount, fields.amount],
    expected_close_on: [deal.expected_close_on, fields.expected_close_on],
    person_id: [personRef, fields.personRef],
    company_id: [deal.company?.id ?? null, fields.companyId],
  }
  return Object.entries(pairs).flatMap(([field, [old, now]]) => (old === now ? [] : [field]))
}

async function storePlace(trx: Trx, { before: { deal }, at }: Change, { stage, rank }: Place): Promise<void> {
  const entered = stage.id === deal.stage_id ? deal.entered_stage_at : at
  const closed = stage.kind === 'open' ? null : stage.id === deal.stage_id ? deal.closed_at : at
  await sql`
    update deals set stage_id = ${stage.id}, rank = ${rank}, entered_stage_at = ${entered}, closed_at = ${closed}
    where id = ${deal.id}`.execute(trx)
}

async function storeFields(trx: Trx, { before: { deal }, fields }: Change): Promise<void> {
  await sql`
    update deals set name = ${fields.name}, amount = ${fields.amount}, expected_close_on = ${fields.expected_close_on},
      person_ref = ${fields.personRef}, company_id = ${fields.companyId}
    where id = ${deal.id}`.execute(trx)
}
