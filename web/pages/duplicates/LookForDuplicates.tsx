import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LinkageRun } from '../../../model/linkage.ts'
import { api } from '../../api.ts'
import { number } from '../../lib/format.ts'
import { useMay } from '../../lib/session.ts'
import { toastError } from '../../lib/toasts.tsx'

const POLL_MS = 1_000

const stepWords: Record<LinkageRun['step'], (run: LinkageRun) => string> = {
  waiting: () => 'About to begin',
  reading: ({ people }) => `${number(people)} people read`,
  comparing: ({ people }) => `Comparing ${number(people)} people`,
  saving: () => 'Writing down what was found',
  done: ({ people, pairs_found }) => `${number(pairs_found)} pairs among ${number(people)} people`,
}

/** Starts a search for duplicates and says how far it is; the list is read again when it ends. */
export function LookForDuplicates() {
  const client = useQueryClient()
  const mayWrite = useMay()('duplicates:write')
  const runs = useQuery({
    queryKey: ['linkage', 'runs'],
    queryFn: api.linkage.runs,
    refetchInterval: ({ state }) => (isActive(state.data?.data[0]) ? POLL_MS : false),
  })
  const latest = runs.data?.data[0]
  const active = isActive(latest)
  useEffect(() => {
    if (latest?.state === 'done') void client.invalidateQueries({ queryKey: ['linkage', 'found'] })
  }, [client, latest?.id, latest?.state])
  const start = useMutation({
    mutationFn: api.linkage.start,
    onSuccess: () => client.invalidateQueries({ queryKey: ['linkage', 'runs'] }),
    onError: (error) => toastError(error),
  })
  return (
    <Group gap="sm" wrap="wrap">
      {latest && (
        <Text size="sm" c={latest.state === 'failed' ? 'var(--kith-bad)' : 'dimmed'} role="status">
          {latest.state === 'failed'
            ? `The last search failed: ${latest.error ?? 'unknown reason'}. Try again.`
            : stepWords[latest.step](latest)}
        </Text>
      )}
      {mayWrite && (
        <Button onClick={() => start.mutate()} loading={active || start.isPending}>
          Look for duplicates
        </Button>
      )}
    </Group>
  )
}

function isActive(run: LinkageRun | undefined): boolean {
  return run?.state === 'waiting' || run?.state === 'running'
}
