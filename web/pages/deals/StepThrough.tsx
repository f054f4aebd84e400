import { ActionIcon, Group, Text } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { BoardColumn, Deal } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import { useShortcuts } from '../../lib/keyboard.ts'

/** Goes from a deal to the next and the one before of the board or list behind the panel, by j and k as well. */
export function StepThrough({ id, onChange }: { id: string; onChange: (id: string) => void }) {
  const queue = useQueue(id)
  const at = queue.indexOf(id)
  const before = queue[at - 1]
  const next = at === -1 ? undefined : queue[at + 1]
  useShortcuts({ j: () => next && onChange(next), k: () => before && onChange(before) })
  if (at === -1 || queue.length < 2) return null
  return (
    <Group gap="xs" mb="xs">
      <ActionIcon
        aria-label="The deal before (k)"
        disabled={!before}
        onClick={() => before && onChange(before)}
      >
        <IconChevronUp size={18} />
      </ActionIcon>
      <ActionIcon aria-label="The next deal (j)" disabled={!next} onClick={() => next && onChange(next)}>
        <IconChevronDown size={18} />
      </ActionIcon>
      <Text size="sm" c="dimmed">
        {at + 1} of {queue.length} shown
      </Text>
    </Group>
  )
}

/** The deals that are on the screen behind the panel, in their order; follows them as they are read. */
function useQueue(id: string): string[] {
  const client = useQueryClient()
  const text = useSyncExternalStore(
    (listener) => client.getQueryCache().subscribe(() => queueMicrotask(listener)),
    () => readQueue(client, id).join(' '),
  )
  return text === '' ? [] : text.split(' ')
}

function readQueue(client: QueryClient, id: string): string[] {
  const active = { type: 'active' as const }
  const boards = client
    .getQueriesData<BoardColumn[]>({ queryKey: ['deals', 'board'], ...active })
    .map(([, columns]) => columns?.flatMap(({ deals }) => deals) ?? [])
  const lists = client
    .getQueriesData<InfiniteData<Page<Deal>>>({ queryKey: ['deals', 'list'], ...active })
    .map(([, list]) => list?.pages.flatMap(({ data }) => data) ?? [])
  const calendars = client
    .getQueriesData<Page<Deal>>({ queryKey: ['deals', 'calendar'], ...active })
    .map(([, page]) => page?.data ?? [])
  const shown = [...boards, ...lists, ...calendars].map((deals) => deals.map((deal) => deal.id))
  return shown.find((ids) => ids.includes(id)) ?? []
}
