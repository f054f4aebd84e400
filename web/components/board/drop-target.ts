import { pointerWithin, type Collision, type CollisionDetection } from '@dnd-kit/core'
import { placeOf, type Column, type DropTarget } from './board.ts'

const STAGE = 'stage:'

/** The name of a column as something to drop on; cards by their id. */
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
export function dropTarget(columns: Column[], hit: Collision | undefined): DropTarget | null {
  if (!hit) return null
  const below = hit.data?.['below'] === true
  if (isColumn(hit.id)) return { stageId: String(hit.id).slice(STAGE.length), cardId: null, below }
  const cardId = String(hit.id)
  const place = placeOf(columns, cardId)
  return place && { stageId: place.stageId, cardId, below }
}

const isColumn = (id: Collision['id']) => String(id).startsWith(STAGE)
