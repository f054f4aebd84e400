import type { DragMoveEvent, DragStartEvent } from '@dnd-kit/core'
import { useState } from 'react'
import type { BoardColumn, Deal } from '../../../model/deal.ts'
import { dropPlace, findCard, standsAt, type Place } from './board.ts'
import { dropTarget } from './drop-target.ts'

type Move = (deal: Deal, place: Place) => void

/** The card that is being dragged, and where it would go if it were let go now. */
export function useDrag(columns: BoardColumn[], move: Move) {
  const [deal, setDeal] = useState<Deal | null>(null)
  const [place, setPlace] = useState<Place | null>(null)
  const end = () => {
    setDeal(null)
    setPlace(null)
  }
  return {
    deal,
    place,
    handlers: {
      onDragStart: ({ active }: DragStartEvent) =>
        setDeal(findCard(columns, String(active.id))?.deal ?? null),
      onDragMove: ({ active, collisions }: DragMoveEvent) => {
        const target = dropTarget(columns, collisions?.[0])
        const next = target && dropPlace(columns, String(active.id), target)
        setPlace((old) => (isSame(old, next) ? old : next))
      },
      onDragEnd: () => {
        end()
        if (deal && place && !standsAt(columns, deal.id, place)) move(deal, place)
      },
      onDragCancel: end,
    },
  }
}

function isSame(a: Place | null, b: Place | null): boolean {
  return a?.stageId === b?.stageId && a?.afterDealId === b?.afterDealId
}
