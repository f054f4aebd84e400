import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { Deal, DealChange, Stage } from '../../../model/deal.ts'
import { api } from '../../api.ts'
import { counted } from '../../lib/format.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import type { MoveAnswers } from './MoveDialog.tsx'

const MOST = 200

type Move = { deals: Deal[]; stage: Stage; answers: MoveAnswers }
type Changes = { id: string; change: DealChange }[]

/** Moves several deals to the top of a stage, with "Undo"; those that the stage refuses stay, and are said. */
export function useMoveMany() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ deals, stage, answers }: Move) =>
      save(deals.map(({ id }) => ({ id, change: { stage_id: stage.id, ...answers } }))),
    onSuccess: async ({ changed }, { deals, stage }) => {
      const moved = deals.filter(({ id }) => changed.some((one) => one.id === id))
      const back = moved.map((deal) => ({ id: deal.id, change: placeBefore(deal) }))
      if (moved.length > 0)
        toastSaved(
          `${counted(moved.length, 'deal')} moved to ${stage.name}`,
          () => void takeBack(client, back),
        )
      await client.invalidateQueries({ queryKey: ['deals'] })
    },
    onError: (error) => toastError(error),
  })
}

/** The stage that a deal was in, with the reason that it was closed for. */
export function placeBefore(deal: Deal): DealChange {
  return {
    stage_id: deal.stage_id,
    ...(deal.close_reason && { close_reason_id: deal.close_reason.id }),
    ...(deal.close_note !== '' && { close_note: deal.close_note }),
  }
}

async function save(changes: Changes) {
  const answer = await api.deals.changeMany(changes.slice(0, MOST))
  const [refused] = answer.refused
  if (refused) toastError(null, `${counted(answer.refused.length, 'deal')} stayed: ${refused.message}`)
  return answer
}

async function takeBack(client: QueryClient, changes: Changes) {
  try {
    await save(changes)
    toastSaved('Undone')
  } catch (error) {
    toastError(error)
  }
  await client.invalidateQueries({ queryKey: ['deals'] })
}
