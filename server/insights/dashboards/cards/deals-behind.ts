import type { BehindCard } from '../../../../model/dashboard-data.ts'
import type { FigureDetails } from '../../../../model/sales.ts'
import type { Slice } from '../../sales/slice.ts'
import { queryOf } from '../data/card-context.ts'

/** The way to the deals behind a number of a card. */
export function dealsBehind(slice: Slice, details: FigureDetails & { owner?: string }): BehindCard {
  return { to: 'deals', query: { ...queryOf(slice), ...details } }
}
