import type { CardSettings } from '../../../../model/dashboard-cards.ts'
import type { CardFigures } from '../../../../model/dashboard-data.ts'
import type { ForecastStep } from '../../../../model/forecast-steps.ts'
import { forecastTotals, type FigureDetails, type Sum } from '../../../../model/sales.ts'
import { requireReadable } from '../../../access/index.ts'
import type { Slice } from '../../sales/slice.ts'
import { readForecastChanges } from '../../snapshots/read-changes.ts'
import { queryOf, type CardContext } from '../data/card-context.ts'
import { dealsBehind } from './deals-behind.ts'

/** Closed won / quota (metrics, 6.1). */
export async function quotaCard(
  context: CardContext,
  { pipeline }: CardSettings['quota'],
): Promise<CardFigures> {
  requireReadable(context.caller, 'deals', ['amount'])
  const slice = await context.slice(pipeline)
  const { total } = await context.forecast(slice)
  return {
    shape: 'progress',
    unit: 'money',
    currency: slice.pipeline.currency,
    value: total.closed.amount,
    target: total.quota,
    note: total.quota === null ? 'No quota is set for this period.' : '',
    behind: dealsBehind(slice, { figure: 'won' }),
  }
}

/** Closed, and what may still close by category, each category for itself; and closed won + weighted open (metrics, 6.1 and 6.2). */
export async function forecastCard(
  context: CardContext,
  { pipeline }: CardSettings['forecast'],
): Promise<CardFigures> {
  const slice = await context.slice(pipeline)
  const { total } = await context.forecast(slice)
  const totals = forecastTotals(total)
  const row = (name: string, sum: Sum, details: FigureDetails) => ({
    name,
    values: [sum.count, sum.amount],
    behind: dealsBehind(slice, details),
  })
  return {
    ...tableOf(slice, 'Category'),
    rows: [
      row('Closed', total.closed, { figure: 'won' }),
      row('Commit', total.commit, { figure: 'due', category: 'commit' }),
      row('Best case', total.best_case, { figure: 'due', category: 'best_case' }),
      row('Pipeline', total.pipeline, { figure: 'due', category: 'pipeline' }),
      { name: 'Closed + weighted', values: [null, totals && totals.forecast], behind: null },
    ],
  }
}

/** Open deals whose close date lies behind, moved past the period end, moved often, or is missing (metrics, 6.1). */
export async function dealsAtRiskCard(
  context: CardContext,
  { pipeline }: CardSettings['deals_at_risk'],
): Promise<CardFigures> {
  const slice = await context.slice(pipeline)
  const { overdue, slipped, undated, pushed_often } = await context.forecast(slice)
  const row = (name: string, { count, amount }: Sum, figure: FigureDetails['figure']) => ({
    name,
    values: [count, amount],
    behind: dealsBehind(slice, { figure }),
  })
  return {
    ...tableOf(slice, 'Deals that'),
    rows: [
      row('are overdue', overdue, 'overdue'),
      row('slipped out of the period', slipped, 'slipped'),
      row('were put off three times or more', { count: pushed_often, amount: null }, 'pushed_often'),
      row('have no day to close', undated, 'undated'),
    ],
  }
}

const stepNames: Record<ForecastStep, string> = {
  opening: 'Open when the week began',
  added: 'Added',
  raised: 'Raised',
  lowered: 'Lowered',
  moved_in: 'Moved in',
  other_in: 'Came back',
  pushed_out: 'Pushed out',
  other_out: 'Otherwise out',
  won: 'Won',
  lost: 'Lost',
  closing: 'Open now',
}

/** Opening + steps = closing, since the last snapshot; as the forecast page tells it, without the steps in which nothing happened. */
export async function forecastChangesCard(
  context: CardContext,
  { pipeline }: CardSettings['forecast_changes'],
): Promise<CardFigures> {
  const slice = await context.slice(pipeline)
  const { steps } = await readForecastChanges(context.platform, context.caller, queryOf(slice))
  const shown = steps.filter(({ step, count }) => count !== 0 || step === 'opening' || step === 'closing')
  return {
    ...tableOf(slice, 'Step'),
    rows: shown.map(({ step, count, amount }) => ({
      name: stepNames[step],
      values: [count, amount],
      behind: { to: 'changes', query: { ...queryOf(slice), step } },
    })),
  }
}

function tableOf(slice: Slice, rowsAre: string) {
  return {
    shape: 'table' as const,
    unit: 'money' as const,
    currency: slice.pipeline.currency,
    behind: null,
    rows_are: rowsAre,
    columns: [
      { name: 'Deals', unit: 'count' as const },
      { name: 'Amount', unit: 'money' as const },
    ],
    bar: null,
  }
}
