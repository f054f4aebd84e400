import type { Deal, Pipeline } from '../../../model/deal.ts'
import { audit } from '../../access/index.ts'
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
  at: Date
}

/** Tells of a change in its transaction: in the audit log, as news, and on the timelines of person and company. */
export async function recordDeal(trx: Trx, actor: Actor, record: DealRecord): Promise<void> {
  const { kind, deal, personRef, pipeline, changed, at } = record
  const [fromStage, toStage] = [nameOf(pipeline, record.fromStageId), nameOf(pipeline, record.toStageId)]
  await audit(trx, actor, {
    action: `deal.${kind}`,
    subject: { type: 'deal', id: deal.id, name: deal.name },
    details: defined({ changed, from_stage: fromStage, to_stage: toStage }),
  })
  await publishDeal(trx, record)
  const { id, name, amount, currency, company } = deal
  await recordEvent(
    trx,
    dealEvent({
      kind,
      deal: { id, name, amount, currency, companyId: company?.id ?? null },
      personRef,
      pipeline: pipeline.name,
      fromStage,
      toStage,
      changed,
      at,
    }),
  )
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

function nameOf(pipeline: Pipeline, stageId: string | undefined): string | undefined {
  return pipeline.stages.find(({ id }) => id === stageId)?.name
}
