import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { BoardColumn, Deal } from '../../../model/deal.ts'
import { findCard, neighbour, stepPlace, type Direction, type Place } from './board.ts'

const directions: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

export type BoardKeysOptions = {
  columns: BoardColumn[]
  /** The board as it is in this instant: keys may come faster than it is drawn. */
  now: () => BoardColumn[]
  mayMove: boolean
  move: (deal: Deal, place: Place) => void
  select: (dealId: string) => void
}

/** Arrow keys go from card to card, with Shift they take the card along. One card can be tabbed to. */
export function useBoardKeys({ columns, now, mayMove, move, select }: BoardKeysOptions) {
  const [focused, setFocused] = useState<string | null>(null)
  const carried = useRef<string | null>(null)
  useEffect(() => {
    // A card that went to another column is drawn anew there, and the focus has to follow it.
    if (carried.current !== null) focusCard(carried.current)
    carried.current = null
  }, [columns])
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const found = findCard(now(), event.currentTarget.dataset['deal'] ?? '')
    if (!found || event.altKey || event.ctrlKey || event.metaKey) return
    const direction = directions[event.key]
    if (direction && event.shiftKey) {
      const place = mayMove && stepPlace(now(), found.deal.id, direction)
      if (place) {
        carried.current = found.deal.id
        move(found.deal, place)
      }
    } else if (direction) focusCard(neighbour(now(), found.deal.id, direction))
    else if (event.key === 'x' && mayMove) select(found.deal.id)
    else return
    event.preventDefault()
  }
  const first = columns.find((column) => column.deals.length > 0)?.deals[0]?.id ?? null
  return {
    onKeyDown,
    setFocused,
    /** The one card that Tab goes to: where the focus was last, else the first of the board. */
    tabStop: focused !== null && findCard(columns, focused) ? focused : first,
  }
}

function focusCard(id: string | null) {
  const card = id === null ? null : document.querySelector<HTMLElement>(`[data-deal="${CSS.escape(id)}"]`)
  card?.focus()
  card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
