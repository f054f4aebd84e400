import type { CardSettings } from '../../../../model/dashboard-cards.ts'
import type { CardFigures } from '../../../../model/dashboard-data.ts'
import type { Days } from '../../../../model/dashboard-periods.ts'
import { requireReadable } from '../../../access/index.ts'
import { closedIn } from '../../sales/sales-over-time.ts'
import { spansOf } from '../../sales/spans.ts'
import type { CardContext } from '../data/card-context.ts'
import { dealsBehind } from './deals-behind.ts'

/** Σ won amount, or W, by close date: of the twelve months that end with the period, or of the period itself. */
export async function wonOverTime(
  context: CardContext,
  { pipeline, measure, span }: CardSettings['won_over_time'],
): Promise<CardFigures> {
  if (measure === 'amount') requireReadable(context.caller, 'deals', ['amount'])
  const days = span === 'year' ? yearUpTo(context.days) : context.days
  const slice = await context.slice(pipeline, days)
  const spans = spansOf(slice, span === 'year' ? 'month' : context.step)
  const closed = await closedIn(context.platform.db, slice, spans)
  const points = spans.map((one, place) => ({ ...one, value: closed.get(place)?.won[measure] ?? 0 }))
  return {
    shape: 'series',
    unit: measure === 'amount' ? 'money' : 'count',
    currency: slice.pipeline.currency,
    counts: 'won',
    total: points.reduce((sum, { value }) => sum + value, 0),
    before: null,
    points,
    behind: dealsBehind(slice, { figure: 'won' }),
  }
}

function yearUpTo({ to }: Days): Days {
  const end = new Date(to)
  const first = Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - 11, 1)
  return { from: new Date(first).toISOString().slice(0, 10), to }
}
