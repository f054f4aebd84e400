import type { BoardColumn, Deal } from '../../../model/deal.ts'
import { api, type DealsQuery } from '../../api.ts'
import { useOptimisticEdit } from '../../lib/queries.ts'
import { announce } from '../../ui/LiveRegion.tsx'
import { moveCard, placeOf, type Place } from './board.ts'
import { boardKey } from './use-board.ts'

type Move = { deal: Deal; place: Place; stageName: string }

/** Moves a card: at once on the screen, spoken for those who do not see it, and taken back by its toast. */
export function useMoveCard(query: DealsQuery, currency: string) {
  const edit = useOptimisticEdit<BoardColumn[], Move>({
    key: boardKey(query),
    touches: [['deals']],
    apply: (columns, { deal, place }) => moveCard(columns, deal.id, place, { currency, now: new Date() }),
    save: ({ deal, place }) => save(deal.id, place),
    said: ({ deal, place, stageName }) =>
      deal.stage_id === place.stageId ? `${deal.name} moved within ${stageName}` : `${deal.name} moved to ${stageName}`,
    undo: async (columns, { deal }) => {
      const before = placeOf(columns, deal.id)
      return before && save(deal.id, before)
    },
  })
  return (columns: BoardColumn[], deal: Deal, place: Place) => {
    const column = columns.find((one) => one.stage.id === place.stageId)
    if (!column) return
    const row = column.deals.findIndex((one) => one.id === place.afterDealId) + 2
    announce(`${deal.name}: ${column.stage.name}, place ${row}`)
    edit.mutate({ deal, place, stageName: column.stage.name })
  }
}

function save(id: string, place: Place) {
  return api.deals.change(id, { stage_id: place.stageId, after_deal_id: place.afterDealId })
}
