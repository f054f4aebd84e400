import { useCallback, useState, type ReactNode } from 'react'
import type { Lead, LeadsQuery } from '../../../model/lead.ts'
import { leadStatuses } from '../../../model/lead-status.ts'
import { rightsFor } from '../../../model/rights.ts'
import { Board } from '../../components/board/Board.tsx'
import classes from '../../components/board/board.module.css'
import type { Place } from '../../components/board/board.ts'
import { useBoard } from '../../components/board/use-board.ts'
import { boundedNumber, counted } from '../../lib/format.ts'
import type { Score } from '../../lib/scores.ts'
import { useSession } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import { DisqualifyDialog } from './DisqualifyDialog.tsx'
import { leadBoard, type LeadColumn } from './lead-board.ts'
import { LeadFace } from './LeadFace.tsx'
import { useMoveLead } from './use-move-lead.ts'

export type LeadBoardProps = {
  query: LeadsQuery
  score: Score | undefined
  onOpen: (lead: Lead) => void
  /** Shown when there is no lead in any status. */
  empty: ReactNode
}

/** One column a status, a card a lead: those that were changed last stand above, or in the order of the list. */
export function LeadBoard({ query, score, onOpen, empty }: LeadBoardProps) {
  const { board, ...reading } = useBoard(leadBoard(query))
  const mayMove = rightsFor(useSession().rights, 'lead').edit !== 'none'
  const move = useMoveLead(query)
  const [asked, setAsked] = useState<Lead | null>(null)
  const moveOrAsk = useCallback(
    (lead: Lead, { stageId }: Place) => {
      const status = leadStatuses.find((one) => one === stageId)
      // Within a column the order is that of the list.
      if (!status || status === lead.status) return
      if (status === 'disqualified') setAsked(lead)
      else move(lead, { status })
    },
    [move],
  )
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
  if (board.data.every(({ count }) => count === 0)) return <>{empty}</>
  return (
    <>
      <Board
        {...reading}
        label="Leads by status"
        columns={board.data}
        mayMove={mayMove}
        move={moveOrAsk}
        onOpen={onOpen}
        head={headOf}
        face={(lead) => <LeadFace lead={lead} score={score} />}
      />
      {asked && (
        <DisqualifyDialog
          lead={asked}
          onClose={() => setAsked(null)}
          onReason={(reason) => {
            setAsked(null)
            move(asked, { status: 'disqualified', reason })
          }}
        />
      )}
    </>
  )
}

const kinds: Record<string, string> = { qualified: 'won', disqualified: 'lost' }

function headOf({ stage, count, more }: LeadColumn) {
  return {
    label: `${stage.name}: ${more ? 'more than ' : ''}${counted(count, 'lead')}`,
    header: (
      <h2 className={classes.stage} data-kind={kinds[stage.id]}>
        {stage.name} <span className={classes.number}>{boundedNumber({ count, more })}</span>
      </h2>
    ),
  }
}
