import { pointerWithin, type Collision, type CollisionDetection } from '@dnd-kit/core'
import type { BoardColumn } from '../../../model/deal.ts'
import { findCard, type DropTarget } from './board.ts'

const STAGE = 'stage:'

/** The name of a column as something to drop on; cards are named by their deal's id. */
export const columnDropId = (stageId: string) => STAGE + stageId

/** What the pointer is over: a card rather than the column that it is in; with it, whether over its lower half. */
export const underPointer: CollisionDetection = (args) => {
  const hits = pointerWithin(args)
  const hit = hits.find(({ id }) => !isColumn(id)) ?? hits[0]
  const rect = hit && args.droppableRects.get(hit.id)
  if (!hit || !rect || !args.pointerCoordinates) return []
  const below = args.pointerCoordinates.y > rect.top + rect.height / 2
  return [{ ...hit, data: { ...hit.data, below } }]
}

/** What `underPointer` found, in the words of the board; null when it is nothing of the board. */
export function dropTarget(columns: BoardColumn[], hit: Collision | undefined): DropTarget | null {
  if (!hit) return null
  const below = hit.data?.['below'] === true
  if (isColumn(hit.id)) return { stageId: String(hit.id).slice(STAGE.length), dealId: null, below }
  const card = findCard(columns, String(hit.id))
  return card && { stageId: card.deal.stage_id, dealId: card.deal.id, below }
}

const isColumn = (id: Collision['id']) => String(id).startsWith(STAGE)
