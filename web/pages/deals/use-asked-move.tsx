import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { Deal, Stage } from '../../../model/deal.ts'
import { closeReasonsQuery } from '../../lib/pipelines.ts'
import { isAsked, MoveDialog, type MoveAnswers } from './MoveDialog.tsx'

type Question = { deals: Deal[]; stage: Stage; move: (answers: MoveAnswers) => void }

/** Moves deals at once, or after a small dialog when the stage asks for something; show `dialog` somewhere. */
export function useAskedMove(stages: Stage[]) {
  const { data: reasons } = useQuery(closeReasonsQuery)
  const [question, setQuestion] = useState<Question | null>(null)
  const ask = useCallback(
    (deals: Deal[], stageId: string, move: (answers: MoveAnswers) => void) => {
      const stage = stages.find(({ id }) => id === stageId)
      const coming = deals.filter((deal) => deal.stage_id !== stageId)
      const hasReasons = (reasons ?? []).some(({ kind }) => kind === stage?.kind)
      if (!stage || coming.length === 0 || !isAsked(coming, stage, hasReasons)) move({})
      else setQuestion({ deals: coming, stage, move })
    },
    [stages, reasons],
  )
  const dialog = question && (
    <MoveDialog
      deals={question.deals}
      stage={question.stage}
      onClose={() => setQuestion(null)}
      onMove={(answers) => {
        setQuestion(null)
        question.move(answers)
      }}
    />
  )
  return { ask, dialog }
}
