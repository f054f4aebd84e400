import type { DragMoveEvent, DragStartEvent } from '@dnd-kit/core'
import { useState } from 'react'
import { dropPlace, findCard, standsAt, type CardOf, type Column, type Place } from './board.ts'
import { dropTarget } from './drop-target.ts'

/** The card that is being dragged, and where it would go if it were let go now. */
export function useDrag<Col extends Column>(columns: Col[], move: (card: CardOf<Col>, place: Place) => void) {
  const [card, setCard] = useState<CardOf<Col> | null>(null)
  const [place, setPlace] = useState<Place | null>(null)
  const end = () => {
    setCard(null)
    setPlace(null)
  }
  return {
    card,
    place,
    handlers: {
      onDragStart: ({ active }: DragStartEvent) =>
        setCard(findCard(columns, String(active.id))?.card ?? null),
      onDragMove: ({ active, collisions }: DragMoveEvent) => {
        const target = dropTarget(columns, collisions?.[0])
        const next = target && dropPlace(columns, String(active.id), target)
        setPlace((old) => (isSame(old, next) ? old : next))
      },
      onDragEnd: () => {
        end()
        if (card && place && !standsAt(columns, card.id, place)) move(card, place)
      },
      onDragCancel: end,
    },
  }
}

function isSame(a: Place | null, b: Place | null): boolean {
  return a?.stageId === b?.stageId && a?.afterId === b?.afterId
}
