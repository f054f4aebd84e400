import { recordEvent, type InternalEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { dealEvent } from '../deals/deal-event.ts'
import { movesOf } from './insert-imported.ts'
import type { ReadyDeal } from './ready-to-import.ts'

const EVENTS_PER_STATEMENT = 1000

/** Puts the past of imported deals on the timelines of their people and companies, oldest first. */
export async function recordImported(trx: Trx, deals: ReadyDeal[]): Promise<void> {
  const events = deals.flatMap(eventsOf).sort((a, b) => a.at.getTime() - b.at.getTime())
  for (let start = 0; start < events.length; start += EVENTS_PER_STATEMENT)
    await recordEvent(trx, ...events.slice(start, start + EVENTS_PER_STATEMENT))
}

function eventsOf(deal: ReadyDeal): (InternalEvent & { at: Date })[] {
  const { id, name, amount, companyId, personRef, pipeline, createdAt, stages } = deal
  const currency = deal.currency ?? pipeline.currency
  const story = { deal: { id, name, amount, currency, companyId }, personRef, pipeline: pipeline.name }
  const first = stages[0]?.at.getTime() ?? 0
  const isMadeBefore = createdAt !== undefined && createdAt.getTime() < first
  const made = isMadeBefore ? [dealEvent({ ...story, kind: 'created', at: createdAt })] : []
  const moves = movesOf(deal).map(({ from, to, at }) =>
    dealEvent({
      ...story,
      kind: from || isMadeBefore ? 'stage_changed' : 'created',
      fromStage: from?.name,
      toStage: to.name,
      at,
    }),
  )
  return [...made, ...moves]
}
