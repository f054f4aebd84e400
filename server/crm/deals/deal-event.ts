import type { JsonObject } from '../../../model/json.ts'
import type { InternalEvent } from '../../platform/outbox/index.ts'

/** How a change of a deal is called on timelines. */
const eventNames = {
  created: 'Deal Created',
  changed: 'Deal Updated',
  stage_changed: 'Deal Stage Changed',
  deleted: 'Deal Deleted',
  restored: 'Deal Restored',
} as const

export type DealChangeKind = keyof typeof eventNames

/** A change of a deal, told by names: what it is called may change later, the event stays. */
export type DealStory = {
  kind: DealChangeKind
  deal: { id: string; name: string; amount: number | null; currency: string; companyId: string | null }
  personRef: string | null
  pipeline: string
  fromStage?: string | undefined
  toStage?: string | undefined
  /** Why it was won or lost. */
  reason?: string | undefined
  /** The fields that have another value now. */
  changed?: string[] | undefined
  at: Date
}

/** The event that tells of a change on the timelines of the deal's person and company. */
export function dealEvent(story: DealStory): InternalEvent & { at: Date } {
  const { kind, deal, personRef, pipeline, fromStage, toStage, reason, changed, at } = story
  return {
    type: 'track',
    event: eventNames[kind],
    personRef,
    companyRef: deal.companyId,
    at,
    properties: defined({
      deal_id: deal.id,
      deal_name: deal.name,
      from_stage: fromStage,
      to_stage: toStage,
      reason,
      changed,
      amount: deal.amount ?? undefined,
      currency: deal.currency,
      pipeline,
    }),
  }
}

/** Without the keys that have no value. */
export function defined(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
