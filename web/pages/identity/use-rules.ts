import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { IdentityRulesData } from '../../../model/identity-rules.ts'
import { api } from '../../api.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

const KEY = ['identity']
const WATCH_MS = 1_000

/** The rules that hold and the draft; read again every second while a job works on either. */
export function useIdentityRules() {
  return useQuery({
    queryKey: [...KEY, 'rules'],
    queryFn: api.identity.rules,
    refetchInterval: ({ state: { data } }) =>
      data && (data.draft?.state === 'evaluating' || !data.current.progress.finished) ? WATCH_MS : false,
  })
}

/** What can be done with rules, each with its toast; everything about identity is read again afterwards. */
export function useRuleActions(revision: number) {
  const save = useAction((rules: IdentityRulesData) => api.identity.saveDraft({ rules, revision }))
  const discard = useAction(api.identity.discardDraft, 'The draft is gone; the rules stay as they are')
  const evaluate = useAction(() => api.identity.evaluate(revision))
  const cancel = useAction(api.identity.cancelEvaluation)
  const apply = useAction(
    (note: string) => api.identity.apply({ revision, note }),
    'The rules hold from now on; people are being brought up to date',
  )
  return { save, discard, evaluate, cancel, apply }
}

/** Has the rules of an earlier version hold again. */
export function useRollback() {
  return useAction(
    (to: number) => api.identity.rollBack({ to, note: '' }),
    'The rules are rolled back; people are being brought up to date',
  )
}

export function useAction<Input, Answer>(run: (input: Input) => Promise<Answer>, said?: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: () => {
      if (said) toastSaved(said)
    },
    onError: (error) => toastError(error),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  })
}
