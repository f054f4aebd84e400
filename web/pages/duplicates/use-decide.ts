import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { LinkagePair, PairDecision } from '../../../model/linkage.ts'
import { api } from '../../api.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { decisionWords } from './pair-words.ts'

type Decision = { pairs: LinkagePair[]; decision: PairDecision }

/** Decides pairs, one after the other, and reads the queue again. */
export function useDecide() {
  const client = useQueryClient()
  return useMutation({
    scope: { id: 'linkage-decisions' },
    mutationFn: async ({ pairs, decision }: Decision) => {
      for (const { id } of pairs) await api.linkage.decide(id, decision)
    },
    onSuccess: (_done, { pairs, decision }) =>
      toastSaved(
        `${pairs.length === 1 ? 'Pair' : `${pairs.length} pairs`} marked as ${decisionWords[decision]}`,
      ),
    onError: (error) => toastError(error),
    onSettled: () => client.invalidateQueries({ queryKey: ['linkage', 'found'] }),
  })
}
