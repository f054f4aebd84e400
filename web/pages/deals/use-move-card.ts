import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { BoardSearch } from '../../../model/deal-board.ts'
import type { Deal, DealChange, Pipeline } from '../../../model/deal.ts'
import { api } from '../../api.ts'
import { moveCard, placeOf, type Place } from '../../components/board/board.ts'
import { useOptimisticEdit } from '../../lib/queries.ts'
import { announce } from '../../ui/LiveRegion.tsx'
import { dealBoard, dealRules, type DealColumn } from './deal-columns.ts'
import type { MoveAnswers } from './MoveDialog.tsx'
import { placeBefore } from './use-move-many.ts'

type Move = { deal: Deal; place: Place; stageName: string; answers: MoveAnswers }

/** Moves a card: at once on the screen, spoken for those who do not see it, and taken back by its toast. */
export function useMoveCard(query: BoardSearch, { currency, stages }: Pipeline) {
  const client = useQueryClient()
  const { mutate } = useOptimisticEdit<DealColumn[], Move>({
    key: dealBoard(query).key,
    touches: [['deals']],
    apply: (columns, { deal, place }) =>
      moveCard(columns, deal.id, place, dealRules({ currency, now: new Date() })),
    save: ({ deal, place, answers }) => save(deal.id, place, answers),
    said: ({ deal, place, stageName }) =>
      deal.stage_id === place.stageId
        ? `${deal.name} moved within ${stageName}`
        : `${deal.name} moved to ${stageName}`,
    about: ({ deal }) => deal.id,
    undo: async (columns, { deal }) => {
      const before = placeOf(columns, deal.id)
      return before && save(deal.id, before, placeBefore(deal))
    },
  })
  return useCallback(
    (deal: Deal, place: Place, answers: MoveAnswers = {}) => {
      const stageName = stages.find((stage) => stage.id === place.stageId)?.name ?? 'another stage'
      const columns = client.getQueryData<DealColumn[]>(dealBoard(query).key) ?? []
      announce(`${deal.name}: ${stageName}, place ${rowOf(columns, place)}`)
      mutate({ deal, place, stageName, answers })
    },
    [client, mutate, query, stages],
  )
}

/** Counted from 1. */
function rowOf(columns: DealColumn[], place: Place): number {
  const column = columns.find((one) => one.stage.id === place.stageId)
  return (column?.cards.findIndex((one) => one.id === place.afterId) ?? -1) + 2
}

function save(id: string, place: Place, more: DealChange) {
  return api.deals.change(id, { ...more, stage_id: place.stageId, after_deal_id: place.afterId })
}
