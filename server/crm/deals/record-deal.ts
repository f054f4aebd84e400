import type { Deal, Pipeline } from '../../../model/deal.ts'
import type { JsonObject } from '../../../model/json.ts'
import { audit, changesOf } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { publish, recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { dealEvent, defined, type DealChangeKind } from './deal-event.ts'

export type DealRecord = {
  kind: DealChangeKind
  /** As it is after the change. */
  deal: Deal
  personRef: string | null
  pipeline: Pipeline
  fromStageId?: string
  toStageId?: string
  /** The fields that have another value now. */
  changed?: string[]
  /** Custom values before and after, for the audit log. */
  values?: JsonObject | undefined
  /** As it was, for what is audited with before and after. */
  before?: Deal
  at: Date
}

/** Tells of a change in its transaction: in the audit log, as news, and on the timelines of person and company. */
export async function recordDeal(trx: Trx, actor: Actor, record: DealRecord): Promise<void> {
  const { id, name, amount, currency, company, close_reason } = record.deal
  const story = {
    kind: record.kind,
    deal: { id, name, amount, currency, companyId: company?.id ?? null },
    personRef: record.personRef,
    pipeline: record.pipeline.name,
    ...stageNames(record),
    reason: record.kind === 'stage_changed' ? close_reason?.name : undefined,
    changed: record.changed,
    at: record.at,
  }
  await auditDeal(trx, actor, record)
  await publishDeal(trx, record)
  await recordEvent(trx, dealEvent(story))
}

/** Tells that a card stands elsewhere in its column. That says nothing about the customer, so no timeline has it. */
export async function recordOrder(trx: Trx, actor: Actor, record: Omit<DealRecord, 'kind'>): Promise<void> {
  const order: DealRecord = { ...record, kind: 'changed', changed: ['rank'] }
  await auditDeal(trx, actor, order)
  await publishDeal(trx, order)
}

function auditDeal(trx: Trx, actor: Actor, record: DealRecord): Promise<void> {
  const { kind, deal, changed, before, values } = record
  const { fromStage, toStage } = stageNames(record)
  return audit(trx, actor, {
    action: `deal.${kind}`,
    subject: { type: 'deal', id: deal.id, name: deal.name },
    details: {
      ...defined({ changed, values, from_stage: fromStage, to_stage: toStage }),
      ...(before && changesOf(auditedFields(before), auditedFields(deal))),
    },
  })
}

/** What a user fills in, by the names that people read. */
function auditedFields({
  name,
  amount,
  amount_source,
  currency,
  expected_close_on,
  person,
  company,
  owner,
}: Deal) {
  return {
    name,
    amount,
    amount_source,
    currency,
    expected_close_on,
    person: person && (person.name ?? person.email),
    company: company && (company.name ?? company.group_id),
    owner: owner && owner.name,
  }
}

/** Publishes the news `deal.created`, `deal.changed` and so on. */
function publishDeal(trx: Trx, { kind, deal, fromStageId, changed, at }: DealRecord): Promise<void> {
  const payload = defined({
    dealId: deal.id,
    dealName: deal.name,
    pipelineId: deal.pipeline_id,
    stageId: deal.stage_id,
    fromStageId,
    personId: deal.person?.id ?? null,
    companyId: deal.company?.id ?? null,
    amount: deal.amount,
    currency: deal.currency,
    changed,
    at: at.toISOString(),
  })
  return publish(trx, [{ type: `deal.${kind}`, payload }])
}

function stageNames({ pipeline, fromStageId, toStageId }: DealRecord) {
  const nameOf = (id: string | undefined) => pipeline.stages.find((stage) => stage.id === id)?.name
  return { fromStage: nameOf(fromStageId), toStage: nameOf(toStageId) }
}
