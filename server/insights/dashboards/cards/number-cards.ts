import type { CardSettings } from '../../../../model/dashboard-cards.ts'
import type { CardFigures, CardUnit } from '../../../../model/dashboard-data.ts'
import type { SalesFigure } from '../../../../model/sales-figures.ts'
import { requireReadable } from '../../../access/index.ts'
import type { closedDeals } from '../../sales/closed-deals.ts'
import { rateByAmount, rateOf } from '../../sales/rates.ts'
import type { CardContext } from '../data/card-context.ts'
import { dealsBehind } from './deals-behind.ts'

type Closed = Awaited<ReturnType<typeof closedDeals>>
type Figure = {
  unit: CardUnit
  value: (closed: Closed) => number | null
  behind: SalesFigure
  note?: (closed: Closed) => string
  lessIsBetter?: boolean
}

export function won(context: CardContext, { pipeline, measure }: CardSettings['won']): Promise<CardFigures> {
  return numberOf(context, pipeline, {
    ...(measure === 'amount'
      ? { unit: 'money', value: (closed) => closed.won.amount, note: (closed) => counted(closed.won.count) }
      : { unit: 'count', value: (closed) => closed.won.count }),
    behind: 'won',
  })
}

export function newDeals(
  context: CardContext,
  { pipeline, measure }: CardSettings['new_deals'],
): Promise<CardFigures> {
  return numberOf(context, pipeline, {
    ...(measure === 'amount'
      ? {
          unit: 'money',
          value: (closed) => closed.created.amount,
          note: (closed) => counted(closed.created.count),
        }
      : { unit: 'count', value: (closed) => closed.created.count }),
    behind: 'created',
  })
}

/** W / (W + L), by count or amount; of a cohort, won of those made in the period / all made (metrics, 6.1). */
export function winRate(
  context: CardContext,
  { pipeline, share }: CardSettings['win_rate'],
): Promise<CardFigures> {
  const shares: Record<typeof share, Figure> = {
    count: {
      unit: 'percent',
      value: (closed) => rateOf(closed.won.count, closed.lost.count),
      note: (closed) =>
        `${closed.won.count.toLocaleString('en')} of ${counted(closed.won.count + closed.lost.count)}`,
      behind: 'closed',
    },
    amount: {
      unit: 'percent',
      value: (closed) => rateByAmount(closed.won, closed.lost),
      note: () => 'by amount',
      behind: 'closed',
    },
    cohort: {
      unit: 'percent',
      value: ({ created, created_won }) => (created.count === 0 ? null : created_won.count / created.count),
      note: ({ created, created_won }) =>
        `${created_won.count.toLocaleString('en')} of ${counted(created.count)} made`,
      behind: 'created',
    },
  }
  return numberOf(context, pipeline, shares[share], { needsAmounts: share === 'amount' })
}

/** Mean or median of (close date − created date) over won deals, in days (metrics, 6.1). */
export function salesCycle(
  context: CardContext,
  { pipeline, average }: CardSettings['sales_cycle'],
): Promise<CardFigures> {
  return numberOf(context, pipeline, {
    unit: 'days',
    value: ({ cycle }) => (average === 'mean' ? cycle.mean_days : cycle.median_days),
    note: () => average,
    behind: 'won',
    lessIsBetter: true,
  })
}

/** Σ won amount / W (metrics, 6.1). */
export function averageWon(
  context: CardContext,
  { pipeline }: CardSettings['average_won'],
): Promise<CardFigures> {
  return numberOf(context, pipeline, {
    unit: 'money',
    value: (closed) =>
      closed.won.amount === null || closed.won.count === 0 ? null : closed.won.amount / closed.won.count,
    note: () => 'a deal',
    behind: 'won',
  })
}

async function numberOf(
  context: CardContext,
  pipeline: string | null,
  { unit, value, behind, note, lessIsBetter = false }: Figure,
  { needsAmounts } = { needsAmounts: unit === 'money' },
): Promise<CardFigures> {
  if (needsAmounts) requireReadable(context.caller, 'deals', ['amount'])
  const slice = await context.slice(pipeline)
  const closed = await context.closed(slice)
  const { compared } = context
  const before = compared && (await context.closed(await context.slice(pipeline, compared)))
  return {
    shape: 'number',
    unit,
    currency: slice.pipeline.currency,
    value: value(closed),
    before: before && value(before),
    less_is_better: lessIsBetter,
    note: note?.(closed) ?? '',
    behind: dealsBehind(slice, { figure: behind }),
  }
}

function counted(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'deal' : 'deals'}`
}
