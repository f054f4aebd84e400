import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { LinkagePair, PairDecision } from '../../../model/linkage.ts'
import { api } from '../../api.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { decisionWords } from '../../lib/pair-words.ts'

type Decision = { pairs: LinkagePair[]; decision: PairDecision }

const ABOUT = 'linkage-decision'

/** Decides pairs, one after the other, and takes back what was decided, the last first. */
export function useDecide() {
  const client = useQueryClient()
  const [decided, setDecided] = useState<LinkagePair[][]>([])
  const settle = () => client.invalidateQueries({ queryKey: ['linkage', 'found'] })
  const takeBack = useMutation({
    scope: { id: 'linkage-decisions' },
    mutationFn: async (pairs: LinkagePair[]) => {
      for (const { id } of pairs) await api.linkage.undecide(id)
    },
    onSuccess: (_done, pairs) => {
      setDecided((stack) => stack.filter((one) => one !== pairs))
      toastSaved(`${counted(pairs)} to be decided again`, undefined, ABOUT)
    },
    onError: (error) => toastError(error),
    onSettled: settle,
  })
  const decide = useMutation({
    scope: { id: 'linkage-decisions' },
    mutationFn: async ({ pairs, decision }: Decision) => {
      for (const { id } of pairs) await api.linkage.decide(id, decision)
    },
    onSuccess: (_done, { pairs, decision }) => {
      setDecided((stack) => [...stack, pairs])
      toastSaved(`${counted(pairs)} ${decisionWords[decision]}`, () => takeBack.mutate(pairs), ABOUT)
    },
    onError: (error) => toastError(error),
    onSettled: settle,
  })
  const undo = () => {
    const last = decided.at(-1)
    if (last && !takeBack.isPending) takeBack.mutate(last)
  }
  return { decide: decide.mutate, takeBack: takeBack.mutate, undo: decided.length > 0 ? undo : undefined }
}

function counted({ length }: LinkagePair[]): string {
  return length === 1 ? 'Pair' : `${length} pairs`
}
