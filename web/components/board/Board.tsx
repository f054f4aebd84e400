import { DndContext, DragOverlay, MouseSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core'
import { useId, useState, type ReactNode } from 'react'
import type { CardOf, Column, Place } from './board.ts'
import classes from './board.module.css'
import { BoardColumnView } from './BoardColumnView.tsx'
import { underPointer } from './drop-target.ts'
import { useBoardKeys } from './use-board-keys.ts'
import { useDrag } from './use-drag.ts'

export type BoardProps<Col extends Column> = {
  /** "Deals by stage". */
  label: string
  columns: Col[]
  /** The board as it is in this instant: keys may come faster than it is drawn. */
  now: () => Col[]
  mayMove: boolean
  move: (card: CardOf<Col>, place: Place) => void
  onOpen: (card: CardOf<Col>) => void
  /** The column of which more is on its way. */
  loading: string | null
  more: (column: Col) => void
  face: (card: CardOf<Col>, column: Col | undefined) => ReactNode
  head: (column: Col) => { label: string; header: ReactNode }
  /** What can be done with several cards together; left out where nothing can. */
  bar?: (chosen: CardOf<Col>[], clear: () => void) => ReactNode
}

/** Cards in columns. They move by drag, by Shift and the arrow keys, or by their menu. */
export function Board<Col extends Column>(props: BoardProps<Col>) {
  const { label, columns, now, mayMove, move, onOpen, loading, more, face, head, bar } = props
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const select = bar && ((id: string) => setSelected((old) => toggled(old, id)))
  const chosen = columns.flatMap(({ cards }): CardOf<Col>[] => cards).filter(({ id }) => selected.has(id))
  const hintId = useId()
  const keys = useBoardKeys({ columns, now, mayMove, move, select })
  const drag = useDrag(columns, move)
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
  )
  return (
    <DndContext sensors={sensors} collisionDetection={underPointer} {...drag.handlers}>
      <p id={hintId} hidden>
        {hintOf(mayMove, select !== undefined)}
      </p>
      <div className={classes.board} role="group" aria-label={label}>
        {columns.map((column) => (
          <BoardColumnView
            key={column.stage.id}
            column={column}
            {...head(column)}
            face={face}
            stages={columns.map(({ stage }) => stage)}
            dropPlace={drag.place?.stageId === column.stage.id ? drag.place : null}
            tabStop={keys.tabStop}
            mayMove={mayMove}
            hintId={hintId}
            onKeyDown={keys.onKeyDown}
            isLoading={loading === column.stage.id}
            onMore={() => more(column)}
            onOpen={onOpen}
            onFocus={keys.setFocused}
            onMove={move}
            selected={selected}
            onSelect={select}
          />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {drag.card && (
          <div className={classes.card} data-lifted>
            <span className={classes.open}>{face(drag.card, undefined)}</span>
          </div>
        )}
      </DragOverlay>
      {mayMove && chosen.length > 0 && bar?.(chosen, () => setSelected(new Set()))}
    </DndContext>
  )
}

function hintOf(mayMove: boolean, maySelect: boolean): string {
  const walk = 'The arrow keys go from card to card.'
  if (!mayMove) return `${walk} Enter opens it.`
  return `${walk} With Shift they move the card. Enter opens it${maySelect ? ', x selects it' : ''}.`
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}
