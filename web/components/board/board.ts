import type { Page } from '../../../model/page.ts'

/** What moves on a board. */
export type BoardCard = { id: string; name: string }
/** A column of a board: a stage of a pipeline, a status of leads. */
export type Column<Card extends BoardCard = BoardCard> = {
  stage: { id: string; name: string }
  count: number
  cards: Card[]
  next: string | null
}
export type CardOf<Col extends Column> = Col['cards'][number]

/** Where a card goes: into this column, behind that card (null: at the top). */
export type Place = { stageId: string; afterId: string | null }
/** What is under a card that is being dragged: a column, and the card of it when there is one. */
export type DropTarget = { stageId: string; cardId: string | null; below: boolean }
/** What a move does besides: to the card that comes into another column, and to what columns say of their cards. */
export type MoveRules<Col extends Column> = {
  enter: (card: CardOf<Col>, stageId: string) => CardOf<Col>
  addUp: (column: Col, sign: 1 | -1, card: CardOf<Col>) => Col
}
export type Direction = 'up' | 'down' | 'left' | 'right'

/** The card, and where it stands; null when it is not on the board. */
export function findCard<Col extends Column>(
  columns: Col[],
  cardId: string,
): { card: CardOf<Col>; column: number; row: number } | null {
  for (const [column, { cards }] of columns.entries()) {
    const row = cards.findIndex(({ id }) => id === cardId)
    const card = cards[row]
    if (card) return { card, column, row }
  }
  return null
}

/** The board after the card has moved, with counts that follow it. The same board when nothing moves. */
export function moveCard<Col extends Column>(
  columns: Col[],
  cardId: string,
  place: Place,
  { enter, addUp }: MoveRules<Col>,
): Col[] {
  const found = findCard(columns, cardId)
  if (!found || place.afterId === cardId) return columns
  const { card } = found
  const moved = columns[found.column]?.stage.id === place.stageId ? card : enter(card, place.stageId)
  return columns.map((column) => {
    const left = column.cards.includes(card)
      ? addUp({ ...withoutCard(column, cardId), count: column.count - 1 }, -1, card)
      : column
    return column.stage.id === place.stageId
      ? addUp({ ...withCard(left, moved, place.afterId), count: left.count + 1 }, 1, card)
      : left
  })
}

/** The column with the next page of its cards; one that was moved here meanwhile stays where it is. */
export function appendCards<Col extends Column>(column: Col, page: Page<CardOf<Col>>): Col {
  const known = new Set(column.cards.map(({ id }) => id))
  const added = page.data.filter(({ id }) => !known.has(id))
  return { ...column, cards: [...column.cards, ...added], next: page.next }
}

/** Where the card stands now: what undoing a move goes back to. */
export function placeOf(columns: Column[], cardId: string): Place | null {
  const found = findCard(columns, cardId)
  const column = found && columns[found.column]
  if (!found || !column) return null
  return { stageId: column.stage.id, afterId: column.cards[found.row - 1]?.id ?? null }
}

/** Where the card goes one step in this direction; sideways it keeps its height. Null at the edge of the board. */
export function stepPlace(columns: Column[], cardId: string, direction: Direction): Place | null {
  const found = findCard(columns, cardId)
  const column = found && columns[found.column]
  if (!found || !column) return null
  if (direction === 'up') return found.row === 0 ? null : placeAt(column, cardId, found.row - 1)
  if (direction === 'down')
    return found.row >= column.cards.length - 1 ? null : placeAt(column, cardId, found.row + 1)
  const beside = columns[found.column + (direction === 'left' ? -1 : 1)]
  return beside ? placeAt(beside, cardId, found.row) : null
}

/** The place that makes the card the one in this row of the column, counted without the card itself. */
export function placeAt(column: Column, cardId: string, row: number): Place {
  const others = column.cards.filter(({ id }) => id !== cardId)
  return { stageId: column.stage.id, afterId: others[Math.min(row, others.length) - 1]?.id ?? null }
}

/** Where a card that was dropped on another, on its upper or lower half, or on no card of the column, goes. */
export function dropPlace(columns: Column[], cardId: string, over: DropTarget): Place | null {
  const column = columns.find((one) => one.stage.id === over.stageId)
  if (!column) return null
  const others = column.cards.filter(({ id }) => id !== cardId)
  const row = others.findIndex(({ id }) => id === over.cardId)
  if (over.cardId === cardId) return null
  return placeAt(column, cardId, row === -1 ? others.length : over.below ? row + 1 : row)
}

/** Whether the card already stands in this place. */
export function standsAt(columns: Column[], cardId: string, place: Place): boolean {
  const now = placeOf(columns, cardId)
  return now?.stageId === place.stageId && now.afterId === place.afterId
}

/** The card that the focus goes to from this one; sideways it passes over empty columns. Null at the edge. */
export function neighbour(columns: Column[], cardId: string, direction: Direction): string | null {
  const found = findCard(columns, cardId)
  if (!found) return null
  if (direction === 'up') return columns[found.column]?.cards[found.row - 1]?.id ?? null
  if (direction === 'down') return columns[found.column]?.cards[found.row + 1]?.id ?? null
  const step = direction === 'left' ? -1 : 1
  for (let at = found.column + step; at >= 0 && at < columns.length; at += step) {
    const cards = columns[at]?.cards ?? []
    const beside = cards[Math.min(found.row, cards.length - 1)]
    if (beside) return beside.id
  }
  return null
}

function withoutCard<Col extends Column>(column: Col, cardId: string): Col {
  return { ...column, cards: column.cards.filter(({ id }) => id !== cardId) }
}

function withCard<Col extends Column>(column: Col, card: CardOf<Col>, afterId: string | null): Col {
  const row = column.cards.findIndex((one) => one.id === afterId) + 1
  return { ...column, cards: column.cards.toSpliced(row, 0, card) }
}
