import type { CardSettings } from '../../../../model/dashboard-cards.ts'
import type { CardFigures } from '../../../../model/dashboard-data.ts'
import { isWholeMonths } from '../../../../model/dashboard-periods.ts'
import { fieldLevel, requireReadable } from '../../../access/index.ts'
import { findQuotas } from '../../quotas/find-quotas.ts'
import { reasonsClosed } from '../../sales/reasons-closed.ts'
import { salesByOwner } from '../../sales/sales-by-owner.ts'
import type { Slice } from '../../sales/slice.ts'
import type { CardContext } from '../data/card-context.ts'
import { dealsBehind } from './deals-behind.ts'

const sees = ({ caller }: CardContext) => fieldLevel(caller, 'deals', 'amount') !== 'hidden'

/** Who won most, with the win rate and closed won / quota (metrics, 6.1). A quota is of whole months, so other periods have none. */
export async function topOwners(
  context: CardContext,
  { pipeline, most }: CardSettings['top_owners'],
): Promise<CardFigures> {
  requireReadable(context.caller, 'deals', ['owner'])
  const slice = await context.slice(pipeline)
  const owners = (await salesByOwner(context.platform.db, slice)).slice(0, most)
  const hasQuotas = sees(context) && isWholeMonths(slice)
  const quotas = hasQuotas ? await quotasByUser(context, slice) : null
  const names = [
    { name: 'Won', unit: 'money' as const },
    { name: 'Deals', unit: 'count' as const },
    { name: 'Win rate', unit: 'percent' as const },
    ...(quotas && quotas.size > 0
      ? [
          { name: 'Quota', unit: 'money' as const },
          { name: 'Attained', unit: 'percent' as const },
        ]
      : []),
  ]
  return {
    shape: 'table',
    unit: 'money',
    currency: slice.pipeline.currency,
    behind: null,
    rows_are: 'Owner',
    columns: names,
    bar: 0,
    rows: owners.map(({ key, name, won, win_rate }) => {
      const quota = quotas?.get(key) ?? null
      const attained = quota && won.amount !== null ? won.amount / quota : null
      return {
        name: name ?? 'Nobody',
        values: [won.amount, won.count, win_rate, quota, attained].slice(0, names.length),
        behind: dealsBehind(slice, { figure: 'won', owner: key }),
      }
    }),
  }
}

/** Why deals were closed, most first. */
export async function closeReasons(
  context: CardContext,
  { pipeline, outcome }: CardSettings['close_reasons'],
): Promise<CardFigures> {
  requireReadable(context.caller, 'deals', ['close_reason'])
  const slice = await context.slice(pipeline)
  const reasons = await reasonsClosed(context.platform.db, slice)
  return {
    shape: 'table',
    unit: 'count',
    currency: slice.pipeline.currency,
    behind: dealsBehind(slice, { figure: outcome }),
    rows_are: 'Reason',
    columns: [
      { name: 'Deals', unit: 'count' },
      { name: 'Amount', unit: 'money' },
    ],
    bar: 0,
    rows: reasons
      .filter(({ kind }) => kind === outcome)
      .map(({ reason, count, amount }) => ({
        name: reason?.name ?? 'No reason given',
        values: [count, amount],
        behind: dealsBehind(slice, { figure: outcome, reason: reason?.id ?? 'none' }),
      })),
  }
}

async function quotasByUser(context: CardContext, slice: Slice): Promise<Map<string, number>> {
  const { pipeline, from, to } = slice
  const quotas = await findQuotas(context.platform.db, context.caller, { pipeline: pipeline.id, from, to })
  const sums = new Map<string, number>()
  for (const { user_id, amount } of quotas)
    if (user_id !== null) sums.set(user_id, (sums.get(user_id) ?? 0) + amount)
  return sums
}
