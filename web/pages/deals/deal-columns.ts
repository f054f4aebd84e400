import type { BoardSearch } from '../../../model/deal-board.ts'
import type { BoardColumn, Deal } from '../../../model/deal.ts'
import { api } from '../../api.ts'
import type { Column, MoveRules } from '../../components/board/board.ts'
import type { BoardSource } from '../../components/board/use-board.ts'

/** A stage with what its deals add up to. */
export type DealColumn = Column<Deal> & Omit<BoardColumn, 'deals'>

/** The board of deals that a filter and words mean. */
export const dealBoard = (query: BoardSearch): BoardSource<DealColumn> => ({
  key: ['deals', 'board', query],
  read: async () =>
    (await api.deals.board(query)).data.map(({ deals, ...rest }) => ({ ...rest, cards: deals })),
  page: ({ stage }, page) => api.deals.column(stage.id, query, page),
})

/** The days in a stage begin anew; sums follow, and hold only deals in the board's currency. */
export function dealRules({ currency, now }: { currency: string; now: Date }): MoveRules<DealColumn> {
  return {
    enter: (deal, stageId) => ({ ...deal, stage_id: stageId, entered_stage_at: now.toISOString() }),
    addUp: (column, sign, deal) => {
      const amount = deal.currency === currency ? (deal.amount ?? 0) : 0
      return {
        ...column,
        amount: added(column.amount, sign * amount),
        weighted: added(column.weighted, (sign * amount * column.stage.probability) / 100),
      }
    },
  }
}

const added = (sum: number | null, amount: number) =>
  sum === null ? null : Math.round((sum + amount) * 100) / 100
