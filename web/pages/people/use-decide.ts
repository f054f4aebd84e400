import { useQueryClient } from '@tanstack/react-query'
import type { DecisionOutcome } from '../../../model/identity.ts'
import { api } from '../../api.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

/** Says that people were merged or split, offers to take it back, and has everything about people read again. */
export function useDecided() {
  const client = useQueryClient()
  const refresh = () =>
    Promise.all(
      ['people', 'companies', 'segments', 'deals'].map((kind) =>
        client.invalidateQueries({ queryKey: [kind] }),
      ),
    )
  const takeBack = async (decision: string) => {
    await api.people.takeBack(decision)
    await refresh()
    toastSaved('Taken back')
  }
  const decided = async ({ decision }: DecisionOutcome, sentence: string) => {
    await refresh()
    toastSaved(
      decision.settled ? sentence : `${sentence} It shows as soon as the events before it are processed.`,
      () => void takeBack(decision.id).catch(toastError),
    )
  }
  return { decided, takeBack }
}
