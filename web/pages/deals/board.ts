import type { BoardColumn, Deal } from '../../../model/deal.ts'

/** Where a card goes: into this stage, behind that card (null: at the top). */
export type Place = { stageId: string; afterDealId: string | null }
export type Direction = 'up' | 'down' | 'left' | 'right'

/** The card, and where it stands; null when it is not on the board. */
export function findCard(columns: BoardColumn[], dealId: string): { deal: Deal; column: number; row: number } | null {
  for (const [column, { deals }] of columns.entries()) {
    const row = deals.findIndex((deal) => deal.id === dealId)
    const deal = deals[row]
    if (deal) return { deal, column, row }
  }
  return null
}

/** The board after the card has moved, with counts and sums that follow it. The same board when nothing moves. */
export function moveCard(columns: BoardColumn[], dealId: string, place: Place, now: Date = new Date()): BoardColumn[] {
  const found = findCard(columns, dealId)
  if (!found || place.afterDealId === dealId) return columns
  const moved = found.deal.stage_id === place.stageId ? found.deal : enter(found.deal, place.stageId, now)
  return columns.map((column) => {
    const left = column.deals.includes(found.deal) ? withoutCard(column, found.deal) : column
    return column.stage.id === place.stageId ? withCard(left, moved, place.afterDealId) : left
  })
}

/** The board without the card. */
export function removeCard(columns: BoardColumn[], dealId: string): BoardColumn[] {
  const found = findCard(columns, dealId)
  if (!found) return columns
  return columns.map((column) => (column.deals.includes(found.deal) ? withoutCard(column, found.deal) : column))
}

/** Where the card stands now: what undoing a move goes back to. */
export function placeOf(columns: BoardColumn[], dealId: string): Place | null {
  const found = findCard(columns, dealId)
  return found && { stageId: found.deal.stage_id, afterDealId: columns[found.column]?.deals[found.row - 1]?.id ?? null }
}

/** Where the card goes one step in this direction; sideways it keeps its height. Null at the edge of the board. */
export function stepPlace(columns: BoardColumn[], dealId: string, direction: Direction): Place | null {
  const found = findCard(columns, dealId)
  const column = found && columns[found.column]
  if (!found || !column) return null
  if (direction === 'up') return found.row === 0 ? null : placeAt(column, dealId, found.row - 1)
  if (direction === 'down') return found.row >= column.deals.length - 1 ? null : placeAt(column, dealId, found.row + 1)
  const beside = columns[found.column + (direction === 'left' ? -1 : 1)]
  return beside ? placeAt(beside, dealId, found.row) : null
}

/** The place that makes the card the one in this row of the column, counted without the card itself. */
export function placeAt(column: BoardColumn, dealId: string, row: number): Place {
  const others = column.deals.filter((deal) => deal.id !== dealId)
  return { stageId: column.stage.id, afterDealId: others[Math.min(row, others.length) - 1]?.id ?? null }
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

function withoutCard(column: BoardColumn, deal: Deal): BoardColumn {
  return addUp({ ...column, deals: column.deals.filter((one) => one.id !== deal.id) }, deal, -1)
}

function withCard(column: BoardColumn, deal: Deal, afterDealId: string | null): BoardColumn {
  const row = column.deals.findIndex((one) => one.id === afterDealId) + 1
  return addUp({ ...column, deals: column.deals.toSpliced(row, 0, deal) }, deal, 1)
}

function addUp(column: BoardColumn, deal: Deal, sign: 1 | -1): BoardColumn {
  const amount = sign * (deal.amount ?? 0)
  return {
    ...column,
    count: column.count + sign,
    amount: round(column.amount + amount),
    weighted: round(column.weighted + (amount * column.stage.probability) / 100),
  }
}

const round = (amount: number) => Math.round(amount * 100) / 100
