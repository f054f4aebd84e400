import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { EnrichmentProvider } from '../../../model/enrichment.ts'
import { enrichmentApi } from '../../api-enrichment.ts'
import { links } from '../../lib/links.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

/** Switches a provider on and off, and removes it, each to be taken back. */
export function ProviderActions({ provider: { id, name, enabled } }: { provider: EnrichmentProvider }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const reread = () => client.invalidateQueries({ queryKey: ['enrichment'] })
  const set = async (on: boolean) => {
    await enrichmentApi.change(id, { enabled: on })
    await reread()
  }
  const turn = useMutation({
    mutationFn: () => set(!enabled),
    onSuccess: () =>
      toastSaved(`${name} is switched ${enabled ? 'off' : 'on'}`, () => void set(enabled).catch(toastError)),
    onError: (error) => toastError(error),
  })
  const remove = useMutation({
    mutationFn: () => enrichmentApi.remove(id),
    onSuccess: async () => {
      await navigate(links.enrichment())
      toastSaved(`${name} is removed; what it said stays`, () => {
        void enrichmentApi.restore(id).then(reread, toastError)
      })
      await reread()
    },
    onError: (error) => toastError(error),
  })
  return (
    <Group gap="xs">
      <Button variant={enabled ? 'default' : 'filled'} loading={turn.isPending} onClick={() => turn.mutate()}>
        {enabled ? 'Switch off' : 'Switch on'}
      </Button>
      <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
        Remove
      </Button>
    </Group>
  )
}
