import { DndContext, DragOverlay, MouseSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useId, useState, type ReactNode } from 'react'
import type { BoardSearch } from '../../../model/deal-board.ts'
import type { BoardColumn, Deal, Pipeline } from '../../../model/deal.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import type { Place } from './board.ts'
import classes from './board.module.css'
import { BoardColumnView } from './BoardColumnView.tsx'
import { CardFace } from './CardFace.tsx'
import { underPointer } from './drop-target.ts'
import { SelectedBar } from './SelectedBar.tsx'
import { useAskedMove } from './use-asked-move.tsx'
import { boardKey, useBoard } from './use-board.ts'
import { useBoardKeys } from './use-board-keys.ts'
import { useDrag } from './use-drag.ts'
import { useMoveCard } from './use-move-card.ts'
import { useMoveMany } from './use-move-many.ts'

export type BoardProps = {
  query: BoardSearch
  pipeline: Pipeline
  onOpen: (deal: Deal) => void
  /** Shown when there is no deal in any stage. */
  empty: ReactNode
}

/** One column a stage. Cards move by drag, by Shift and the arrow keys, or by their menu. */
export function Board({ query, pipeline, onOpen, empty }: BoardProps) {
  const { board, loading, more } = useBoard(query)
  if (board.error && !board.data) {
    return (
      <ErrorState
        error={board.error}
        title="The board could not be read"
        again={() => void board.refetch()}
      />
    )
  }
  if (!board.data) return <BlockSkeleton height="28rem" />
  if (board.data.every((column) => column.count === 0)) return <>{empty}</>
  return (
    <Columns
      columns={board.data}
      query={query}
      pipeline={pipeline}
      onOpen={onOpen}
      loading={loading}
      more={more}
    />
  )
}

type ColumnsProps = Omit<BoardProps, 'empty'> & {
  columns: BoardColumn[]
  loading: string | null
  more: (column: BoardColumn) => void
}

function Columns({ columns, query, pipeline, onOpen, loading, more }: ColumnsProps) {
  const mayMove = useMay()('deals:write')
  const moveNow = useMoveCard(query, pipeline)
  const { ask, dialog } = useAskedMove(pipeline.stages)
  const moveMany = useMoveMany()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const move = useCallback(
    (deal: Deal, place: Place) => ask([deal], place.stageId, (answers) => moveNow(deal, place, answers)),
    [ask, moveNow],
  )
  const select = (id: string) => setSelected((old) => toggled(old, id))
  const chosen = columns.flatMap(({ deals }) => deals).filter(({ id }) => selected.has(id))
  const client = useQueryClient()
  const hintId = useId()
  const now = () => client.getQueryData<BoardColumn[]>(boardKey(query)) ?? columns
  const keys = useBoardKeys({ columns, now, mayMove, move, select })
  const drag = useDrag(columns, move)
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
  )
  return (
    <DndContext sensors={sensors} collisionDetection={underPointer} {...drag.handlers}>
      <p id={hintId} hidden>
        {mayMove
          ? 'The arrow keys go from card to card. With Shift they move the card. Enter opens it, x selects it.'
          : 'The arrow keys go from card to card. Enter opens it.'}
      </p>
      <div className={classes.board} role="group" aria-label="Deals by stage">
        {columns.map((column) => (
          <BoardColumnView
            key={column.stage.id}
            column={column}
            stages={pipeline.stages}
            currency={pipeline.currency}
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
        {drag.deal && (
          <div className={classes.card} data-lifted>
            <span className={classes.open}>
              <CardFace deal={drag.deal} />
            </span>
          </div>
        )}
      </DragOverlay>
      {mayMove && chosen.length > 0 && (
        <SelectedBar
          deals={chosen}
          stages={pipeline.stages}
          onClear={() => setSelected(new Set())}
          onMove={(stage) =>
            ask(chosen, stage.id, (answers) => {
              moveMany.mutate({ deals: chosen.filter((deal) => deal.stage_id !== stage.id), stage, answers })
              setSelected(new Set())
            })
          }
        />
      )}
      {dialog}
    </DndContext>
  )
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}
