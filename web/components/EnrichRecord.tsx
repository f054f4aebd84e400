import { ActionIcon, Menu, Text } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { EnrichedObject, EnrichmentLookup, RecordEnrichment } from '../../model/enrichment.ts'
import { enrichmentApi } from '../api-enrichment.ts'
import { relativeTime } from '../lib/format.ts'
import { useMay } from '../lib/session.ts'
import { toastError, toastSaved } from '../lib/toasts.tsx'

const WATCH_MS = 1_500
const keys = { person: 'people', company: 'companies' } as const

export type EnrichRecordProps = { object: EnrichedObject; id: string; label: string }

/** Has a provider asked about a record; nothing is shown where there is no provider. */
export function EnrichRecord({ object, id, label }: EnrichRecordProps) {
  const mayWrite = useMay()(object === 'person' ? 'people:write' : 'companies:write')
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: ['enrichment', 'of', object, id],
    queryFn: () => enrichmentApi.of(object, id),
    enabled: mayWrite,
    refetchInterval: ({ state }) => (state.data && waits(state.data) ? WATCH_MS : false),
  })
  useNews(data, () => void client.invalidateQueries({ queryKey: [keys[object]] }))
  const ask = useMutation({
    mutationFn: (provider: { id: string; again: boolean }) =>
      enrichmentApi.ask(object, id, { provider_id: provider.id, again: provider.again }),
    onSuccess: (answer) => client.setQueryData(['enrichment', 'of', object, id], answer),
    onError: (error) => toastError(error),
  })
  if (!data || data.providers.length === 0) return null
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          loading={ask.isPending || waits(data)}
          title="Enrich"
          aria-label={`Enrich ${label}`}
        >
          <IconSparkles size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Ask a provider</Menu.Label>
        {data.providers.map((provider) => {
          const last = data.lookups.find((lookup) => lookup.provider.id === provider.id && isAnswer(lookup))
          return (
            <Menu.Item
              key={provider.id}
              disabled={provider.problem !== null}
              onClick={() => ask.mutate({ id: provider.id, again: last !== undefined })}
            >
              {last ? `${provider.name}: ask again` : provider.name}
              <Text size="xs" c="dimmed" maw="18rem">
                {provider.problem ??
                  (last && `${sentenceOf(last)}, ${relativeTime(last.finished_at ?? last.created_at)}`)}
              </Text>
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Says what came of a question once it has ended, and lets the page read the record again. */
function useNews(data: RecordEnrichment | undefined, reread: () => void) {
  const waiting = useRef(new Set<string>())
  useEffect(() => {
    for (const lookup of data?.lookups ?? []) {
      if (lookup.state === 'waiting') waiting.current.add(lookup.id)
      else if (waiting.current.delete(lookup.id)) {
        toastSaved(`${lookup.provider.name}: ${sentenceOf(lookup)}`)
        reread()
      }
    }
  })
}

function waits({ lookups }: RecordEnrichment): boolean {
  return lookups.some(({ state }) => state === 'waiting')
}

function isAnswer({ state }: EnrichmentLookup): boolean {
  return state === 'found' || state === 'not_found'
}

function sentenceOf({ state, traits, reason }: EnrichmentLookup): string {
  if (state === 'not_found') return 'nothing was found'
  return traits.length > 0 ? `wrote ${traits.join(', ')}` : (reason ?? 'nothing new')
}
