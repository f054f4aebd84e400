import { memo, useCallback, useMemo, type ReactNode } from 'react'
import type { BoardSearch } from '../../../model/deal-board.ts'
import type { Deal, Pipeline } from '../../../model/deal.ts'
import { Board } from '../../components/board/Board.tsx'
import classes from '../../components/board/board.module.css'
import type { Place } from '../../components/board/board.ts'
import { useBoard } from '../../components/board/use-board.ts'
import { counted, money, number } from '../../lib/format.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Money } from '../../ui/Money.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import { CardFace } from './CardFace.tsx'
import { dealBoard, type DealColumn } from './deal-columns.ts'
import { SelectedBar } from './SelectedBar.tsx'
import { useAskedMove } from './use-asked-move.tsx'
import { useMoveCard } from './use-move-card.ts'
import { useMoveMany } from './use-move-many.ts'

export type DealBoardProps = {
  query: BoardSearch
  pipeline: Pipeline
  onOpen: (deal: Deal) => void
  /** Shown when there is no deal in any stage. */
  empty: ReactNode
}

/** One column a stage, a card a deal. */
export function DealBoard({ query, pipeline, onOpen, empty }: DealBoardProps) {
  const { board, ...reading } = useBoard(dealBoard(query))
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
  return <Columns {...reading} columns={board.data} query={query} pipeline={pipeline} onOpen={onOpen} />
}

type ColumnsProps = Omit<DealBoardProps, 'empty'> &
  Omit<ReturnType<typeof useBoard<DealColumn>>, 'board'> & { columns: DealColumn[] }

function Columns({ columns, query, pipeline, onOpen, loading, more, now }: ColumnsProps) {
  const mayMove = useMay()('deals:write')
  const moveNow = useMoveCard(query, pipeline)
  const { ask, dialog } = useAskedMove(pipeline.stages)
  const moveMany = useMoveMany()
  const move = useCallback(
    (deal: Deal, place: Place) => ask([deal], place.stageId, (answers) => moveNow(deal, place, answers)),
    [ask, moveNow],
  )
  const head = useMemo(() => headIn(pipeline.currency), [pipeline.currency])
  return (
    <>
      <Board
        label="Deals by stage"
        columns={columns}
        now={now}
        mayMove={mayMove}
        move={move}
        onOpen={onOpen}
        loading={loading}
        more={more}
        head={head}
        face={(deal, column) => <Face deal={deal} {...(column && { stage: column.stage })} />}
        bar={(chosen, clear) => (
          <SelectedBar
            deals={chosen}
            stages={pipeline.stages}
            onClear={clear}
            onMove={(stage) =>
              ask(chosen, stage.id, (answers) => {
                moveMany.mutate({
                  deals: chosen.filter((deal) => deal.stage_id !== stage.id),
                  stage,
                  answers,
                })
                clear()
              })
            }
          />
        )}
      />
      {dialog}
    </>
  )
}

/** Every card listens to every drag; what is in it is drawn again only when the deal has changed. */
const Face = memo(CardFace)

function headIn(currency: string) {
  return ({ stage, count, amount, weighted }: DealColumn) => ({
    label: `${stage.name}: ${counted(count, 'deal')}, ${amount === null ? 'amounts hidden' : money(amount, currency)}`,
    header: (
      <>
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
      </>
    ),
  })
}
