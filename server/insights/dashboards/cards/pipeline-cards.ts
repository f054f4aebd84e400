import type { CardSettings } from '../../../../model/dashboard-cards.ts'
import type { CardFigures } from '../../../../model/dashboard-data.ts'
import { requireReadable } from '../../../access/index.ts'
import { openPipeline } from '../../sales/open-pipeline.ts'
import { stageConversion } from '../../sales/stage-conversion.ts'
import type { CardContext } from '../data/card-context.ts'
import { dealsBehind } from './deals-behind.ts'

/** Σ amount, or amount × probability, over open deals, stage by stage (metrics, 6.1). */
export async function openPipelineCard(
  context: CardContext,
  { pipeline, stage_measure: measure }: CardSettings['open_pipeline'],
): Promise<CardFigures> {
  if (measure !== 'count') requireReadable(context.caller, 'deals', ['amount'])
  const slice = await context.slice(pipeline)
  const stages = await openPipeline(context.platform.db, slice)
  return {
    shape: 'funnel',
    unit: measure === 'count' ? 'count' : 'money',
    currency: slice.pipeline.currency,
    behind: dealsBehind(slice, { figure: 'open' }),
    notes_are: measure === 'count' ? '' : 'Deals',
    steps: stages.map((stage) => ({
      name: stage.name,
      value: stage[measure],
      note: measure === 'count' ? '' : stage.count.toLocaleString('en'),
      behind: dealsBehind(slice, { figure: 'open', stage: stage.stage_id }),
    })),
  }
}

/** "Deals that entered a later stage / deals that entered stage i", reached at least (metrics, 6.1). */
export async function conversionCard(
  context: CardContext,
  { pipeline }: CardSettings['conversion'],
): Promise<CardFigures> {
  const slice = await context.slice(pipeline)
  const steps = await stageConversion(context.platform.db, slice)
  return {
    shape: 'funnel',
    unit: 'count',
    currency: null,
    behind: dealsBehind(slice, { figure: 'created' }),
    notes_are: 'Of those before',
    steps: steps.map(({ stage_id, name, reached, rate }) => ({
      name,
      value: reached,
      note: rate === null ? '' : `${Math.round(rate * 100)}%`,
      behind: dealsBehind(slice, { figure: 'reached', stage: stage_id }),
    })),
  }
}
