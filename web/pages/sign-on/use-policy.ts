import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { toastSaved } from '../../lib/toasts.tsx'

const key = ['sign-on', 'policy'] as const

/** The rules of signing in. */
export function usePolicy() {
  return useQuery({ queryKey: key, queryFn: api.signOn.policy })
}

/** Changes some of the rules; the rest stays as it is. */
export function useChangePolicy(onSaved?: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: api.signOn.changePolicy,
    onSuccess: async (policy) => {
      client.setQueryData(key, policy)
      await client.invalidateQueries({ queryKey: ['account'] })
      toastSaved('Saved')
      onSaved?.()
    },
  })
}
