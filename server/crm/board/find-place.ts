import type { Deal, DealChange, Pipeline, Stage } from '../../../model/deal.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { requireStage } from '../deals/references.ts'
import { invalidField } from '../invalid-field.ts'
import { rankAt } from './rank.ts'

/** Where a deal goes on the board. */
export type Place = { stage: Stage; rank: number }

/** Whether a change says anything about the place on the board. */
export function isMove({ stage_id, after_deal_id }: DealChange): boolean {
  return stage_id !== undefined || after_deal_id !== undefined
}

/**
 * The place that a change asks for; null when the deal stays where it is. A new stage alone means its top. The caller
 * holds the lock of the board.
 */
export async function findPlace(
  trx: Trx,
  { deal, pipeline, change }: { deal: Deal; pipeline: Pipeline; change: DealChange },
): Promise<Place | null> {
  const stage = requireStage(pipeline, change.stage_id ?? deal.stage_id)
  if (change.after_deal_id === undefined && stage.id === deal.stage_id) return null
  if (change.after_deal_id === deal.id)
    throw invalidField('after_deal_id', 'A deal cannot stand behind itself.')
  const target = { dealId: deal.id, stageId: stage.id, afterDealId: change.after_deal_id ?? null }
  return { stage, rank: await rankAt(trx, target) }
}
