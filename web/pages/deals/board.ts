import type { BoardColumn, Deal } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'

/** Where a card goes: into this stage, behind that card (null: at the top). */
export type Place = { stageId: string; afterDealId: string | null }
/** What is under a card that is being dragged: a column, and the card of it when there is one. */
export type DropTarget = { stageId: string; dealId: string | null; below: boolean }
/** The currency that the board adds up, and when the move happens. */
export type Now = { currency: string; now: Date }
export type Direction = 'up' | 'down' | 'left' | 'right'

/** The card, and where it stands; null when it is not on the board. */
export function findCard(
  columns: BoardColumn[],
  dealId: string,
): { deal: Deal; column: number; row: number } | null {
  for (const [column, { deals }] of columns.entries()) {
    const row = deals.findIndex((deal) => deal.id === dealId)
    const deal = deals[row]
    if (deal) return { deal, column, row }
  }
  return null
}

/**
 * The board after the card has moved, with counts and sums that follow it; sums hold only deals in the board's
 * currency. The same board when nothing moves.
 */
export function moveCard(
  columns: BoardColumn[],
  dealId: string,
  place: Place,
  { currency, now }: Now,
): BoardColumn[] {
  const found = findCard(columns, dealId)
  if (!found || place.afterDealId === dealId) return columns
  const moved = found.deal.stage_id === place.stageId ? found.deal : enter(found.deal, place.stageId, now)
  const amount = found.deal.currency === currency ? (found.deal.amount ?? 0) : 0
  return columns.map((column) => {
    const left = column.deals.includes(found.deal) ? addUp(withoutCard(column, dealId), -1, amount) : column
    return column.stage.id === place.stageId
      ? addUp(withCard(left, moved, place.afterDealId), 1, amount)
      : left
  })
}

/** The column with the next page of its cards; one that was moved here meanwhile stays where it is. */
export function appendCards(column: BoardColumn, page: Page<Deal>): BoardColumn {
  const known = new Set(column.deals.map((deal) => deal.id))
  const added = page.data.filter((deal) => !known.has(deal.id))
  return { ...column, deals: [...column.deals, ...added], next: page.next }
}

/** Where the card stands now: what undoing a move goes back to. */
export function placeOf(columns: BoardColumn[], dealId: string): Place | null {
  const found = findCard(columns, dealId)
  return (
    found && {
      stageId: found.deal.stage_id,
      afterDealId: columns[found.column]?.deals[found.row - 1]?.id ?? null,
    }
  )
}

/** Where the card goes one step in this direction; sideways it keeps its height. Null at the edge of the board. */
export function stepPlace(columns: BoardColumn[], dealId: string, direction: Direction): Place | null {
  const found = findCard(columns, dealId)
  const column = found && columns[found.column]
  if (!found || !column) return null
  if (direction === 'up') return found.row === 0 ? null : placeAt(column, dealId, found.row - 1)
  if (direction === 'down')
    return found.row >= column.deals.length - 1 ? null : placeAt(column, dealId, found.row + 1)
  const beside = columns[found.column + (direction === 'left' ? -1 : 1)]
  return beside ? placeAt(beside, dealId, found.row) : null
}

/** The place that makes the card the one in this row of the column, counted without the card itself. */
export function placeAt(column: BoardColumn, dealId: string, row: number): Place {
  const others = column.deals.filter((deal) => deal.id !== dealId)
  return { stageId: column.stage.id, afterDealId: others[Math.min(row, others.length) - 1]?.id ?? null }
}

/** Where a card that was dropped on another, on its upper or lower half, or on no card of the column, goes. */
export function dropPlace(columns: BoardColumn[], dealId: string, over: DropTarget): Place | null {
  const column = columns.find((one) => one.stage.id === over.stageId)
  if (!column) return null
  const others = column.deals.filter((deal) => deal.id !== dealId)
  const row = others.findIndex((deal) => deal.id === over.dealId)
  if (over.dealId === dealId) return null
  return placeAt(column, dealId, row === -1 ? others.length : over.below ? row + 1 : row)
}

/** Whether the card already stands in this place. */
export function standsAt(columns: BoardColumn[], dealId: string, place: Place): boolean {
  const now = placeOf(columns, dealId)
  return now?.stageId === place.stageId && now.afterDealId === place.afterDealId
}

/** The card that the focus goes to from this one; sideways it passes over empty columns. Null at the edge. */
export function neighbour(columns: BoardColumn[], dealId: string, direction: Direction): string | null {
  const found = findCard(columns, dealId)
  if (!found) return null
  if (direction === 'up') return columns[found.column]?.deals[found.row - 1]?.id ?? null
  if (direction === 'down') return columns[found.column]?.deals[found.row + 1]?.id ?? null
  const step = direction === 'left' ? -1 : 1
  for (let at = found.column + step; at >= 0 && at < columns.length; at += step) {
    const deals = columns[at]?.deals ?? []
    const beside = deals[Math.min(found.row, deals.length - 1)]
    if (beside) return beside.id
  }
  return null
}

function enter(deal: Deal, stageId: string, now: Date): Deal {
  return { ...deal, stage_id: stageId, entered_stage_at: now.toISOString() }
}

function withoutCard(column: BoardColumn, dealId: string): BoardColumn {
  return { ...column, deals: column.deals.filter((deal) => deal.id !== dealId) }
}

function withCard(column: BoardColumn, deal: Deal, afterDealId: string | null): BoardColumn {
  const row = column.deals.findIndex((one) => one.id === afterDealId) + 1
  return { ...column, deals: column.deals.toSpliced(row, 0, deal) }
}

function addUp(column: BoardColumn, sign: 1 | -1, amount: number): BoardColumn {
  return {
    ...column,
    count: column.count + sign,
    amount: added(column.amount, sign * amount),
    weighted: added(column.weighted, (sign * amount * column.stage.probability) / 100),
  }
}

const added = (sum: number | null, amount: number) =>
  sum === null ? null : Math.round((sum + amount) * 100) / 100
