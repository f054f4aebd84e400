import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import {
  findCard,
  neighbour,
  stepPlace,
  type CardOf,
  type Column,
  type Direction,
  type Place,
} from './board.ts'

const directions: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

export type BoardKeysOptions<Col extends Column> = {
  columns: Col[]
  /** The board as it is in this instant: keys may come faster than it is drawn. */
  now: () => Col[]
  mayMove: boolean
  move: (card: CardOf<Col>, place: Place) => void
  /** Left out where several are not moved together. */
  select: ((cardId: string) => void) | undefined
}

/** Arrow keys go from card to card, with Shift they take the card along. One card can be tabbed to. */
export function useBoardKeys<Col extends Column>({
  columns,
  now,
  mayMove,
  move,
  select,
}: BoardKeysOptions<Col>) {
  const [focused, setFocused] = useState<string | null>(null)
  const carried = useRef<string | null>(null)
  useEffect(() => {
    // A card that went to another column is drawn anew there, and the focus has to follow it.
    if (carried.current !== null) focusCard(carried.current)
    carried.current = null
  }, [columns])
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const found = findCard(now(), event.currentTarget.dataset['card'] ?? '')
    if (!found || event.altKey || event.ctrlKey || event.metaKey) return
    const direction = directions[event.key]
    if (direction && event.shiftKey) {
      const place = mayMove && stepPlace(now(), found.card.id, direction)
      if (place) {
        carried.current = found.card.id
        move(found.card, place)
      }
    } else if (direction) focusCard(neighbour(now(), found.card.id, direction))
    else if (event.key === 'x' && mayMove && select) select(found.card.id)
    else return
    event.preventDefault()
  }
  const first = columns.find(({ cards }) => cards.length > 0)?.cards[0]?.id ?? null
  return {
    onKeyDown,
    setFocused,
    /** The one card that Tab goes to: where the focus was last, else the first of the board. */
    tabStop: focused !== null && findCard(columns, focused) ? focused : first,
  }
}

function focusCard(id: string | null) {
  const card = id === null ? null : document.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`)
  card?.focus()
  card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
