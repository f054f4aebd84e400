import { useDroppable } from '@dnd-kit/core'
import type { BoardColumn } from '../../../model/deal.ts'
import { counted, money, number } from '../../lib/format.ts'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Money } from '../../ui/Money.tsx'
import type { Place } from './board.ts'
import classes from './board.module.css'
import { Card, type CardProps } from './Card.tsx'
import { columnDropId } from './drop-target.ts'

export type BoardColumnViewProps = Omit<CardProps, 'deal' | 'stage' | 'isTabStop'> & {
  column: BoardColumn
  currency: string
  /** Where the dragged card would go in this column. */
  dropPlace: Place | null
  /** The one card of the board that Tab goes to. */
  tabStop: string | null
  isLoading: boolean
  onMore: () => void
}

/** A stage with its sums, and its cards in order. */
export function BoardColumnView({
  column,
  currency,
  dropPlace,
  tabStop,
  isLoading,
  onMore,
  ...card
}: BoardColumnViewProps) {
  const { stage, count, amount, deals } = column
  const { setNodeRef } = useDroppable({ id: columnDropId(stage.id) })
  return (
    <section
      ref={setNodeRef}
      className={classes.column}
      data-over={dropPlace !== null || undefined}
      aria-label={`${stage.name}: ${counted(count, 'deal')}, ${amount === null ? 'amounts hidden' : money(amount, currency)}`}
    >
      <Header column={column} currency={currency} />
      <div className={classes.scroll}>
        <ol className={classes.cards}>
          {dropPlace?.afterDealId === null && <DropLine />}
          {deals.map((deal) => (
            <li key={deal.id}>
              <Card deal={deal} stage={stage} isTabStop={deal.id === tabStop} {...card} />
              {dropPlace?.afterDealId === deal.id && <DropLine />}
            </li>
          ))}
        </ol>
        <LoadMore
          list={{
            rows: deals,
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

function Header({
  column: { stage, count, amount, weighted },
  currency,
}: Pick<BoardColumnViewProps, 'column' | 'currency'>) {
  return (
    <header className={classes.header}>
      <h2 className={classes.stage} data-kind={stage.kind}>
        {stage.name} <span className={classes.number}>{number(count)}</span>
      </h2>
      <div className={classes.sums}>
        {amount !== null && <Money amount={amount} currency={currency} short />}
        {stage.kind === 'open' && weighted !== null && (
          <span title={`Weighted by ${stage.probability}% probability: ${money(weighted, currency)}`}>
            weighted <Money amount={weighted} currency={currency} short />
          </span>
        )}
      </div>
    </header>
  )
}

function DropLine() {
  return <div className={classes.line} aria-hidden />
}
