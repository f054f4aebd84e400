import { useDroppable } from '@dnd-kit/core'
import type { ReactNode } from 'react'
import { LoadMore } from '../../ui/LoadMore.tsx'
import type { CardOf, Column, Place } from './board.ts'
import classes from './board.module.css'
import { Card, type CardActions } from './Card.tsx'
import { columnDropId } from './drop-target.ts'

export type BoardColumnViewProps<Col extends Column> = CardActions<CardOf<Col>> & {
  column: Col
  /** What it is called and holds, read aloud. */
  label: string
  header: ReactNode
  face: (card: CardOf<Col>, column: Col) => ReactNode
  selected: ReadonlySet<string>
  /** Where the dragged card would go in this column. */
  dropPlace: Place | null
  /** The one card of the board that Tab goes to. */
  tabStop: string | null
  isLoading: boolean
  onMore: () => void
}

/** A column with its head, and its cards in order. */
export function BoardColumnView<Col extends Column>(props: BoardColumnViewProps<Col>) {
  const { column, label, header, face, dropPlace, tabStop, isLoading, onMore, selected, ...actions } = props
  const { setNodeRef } = useDroppable({ id: columnDropId(column.stage.id) })
  return (
    <section
      ref={setNodeRef}
      className={classes.column}
      data-over={dropPlace !== null || undefined}
      aria-label={label}
    >
      <header className={classes.header}>{header}</header>
      <div className={classes.scroll}>
        <ol className={classes.cards}>
          {dropPlace?.afterId === null && <DropLine />}
          {column.cards.map((card: CardOf<Col>) => (
            <li key={card.id}>
              <Card
                card={card}
                stageId={column.stage.id}
                face={face(card, column)}
                isTabStop={card.id === tabStop}
                isSelected={selected.has(card.id)}
                {...actions}
              />
              {dropPlace?.afterId === card.id && <DropLine />}
            </li>
          ))}
        </ol>
        <LoadMore
          list={{
            rows: column.cards,
            hasMore: column.next !== null,
            isFetchingMore: isLoading,
            error: null,
            more: onMore,
          }}
        />
      </div>
    </section>
  )
}

function DropLine() {
  return <div className={classes.line} aria-hidden />
}
