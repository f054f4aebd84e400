import { ActionIcon, Group, Text } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useQueryClient, type InfiniteData, type QueryClient, type QueryKey } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { Page } from '../../model/page.ts'
import type { Column } from './board/board.ts'
import { useShortcuts } from '../lib/keyboard.ts'

export type StepThroughProps = {
  id: string
  /** What begins the keys of the cached lists. */
  cache: QueryKey
  /** What a record is called. */
  one: string
  onChange: (id: string) => void
}

/** Goes from a record to the next and the one before of the board or list behind the panel, by j and k as well. */
export function StepThrough({ id, cache, one, onChange }: StepThroughProps) {
  const queue = useQueue(id, cache)
  const at = queue.indexOf(id)
  const before = queue[at - 1]
  const next = at === -1 ? undefined : queue[at + 1]
  useShortcuts({ j: () => next && onChange(next), k: () => before && onChange(before) })
  if (at === -1 || queue.length < 2) return null
  return (
    <Group gap="xs" mb="xs">
      <ActionIcon
        aria-label={`The ${one} before (k)`}
        disabled={!before}
        onClick={() => before && onChange(before)}
      >
        <IconChevronUp size={18} />
      </ActionIcon>
      <ActionIcon aria-label={`The next ${one} (j)`} disabled={!next} onClick={() => next && onChange(next)}>
        <IconChevronDown size={18} />
      </ActionIcon>
      <Text size="sm" c="dimmed">
        {at + 1} of {queue.length} shown
      </Text>
    </Group>
  )
}

/** The records that are on the screen behind the panel, in their order; follows them as they are read. */
function useQueue(id: string, cache: QueryKey): string[] {
  const client = useQueryClient()
  const text = useSyncExternalStore(
    (listener) => client.getQueryCache().subscribe(() => queueMicrotask(listener)),
    () => readQueue(client, id, cache).join(' '),
  )
  return text === '' ? [] : text.split(' ')
}

function readQueue(client: QueryClient, id: string, cache: QueryKey): string[] {
  const active = { type: 'active' as const }
  const boards = client
    .getQueriesData<Column[]>({ queryKey: [...cache, 'board'], ...active })
    .map(([, columns]) => columns?.flatMap(({ cards }) => cards) ?? [])
  const lists = client
    .getQueriesData<InfiniteData<Page<{ id: string }>>>({
      queryKey: [...cache, 'list', 'records'],
      ...active,
    })
    .map(([, list]) => list?.pages.flatMap(({ data }) => data) ?? [])
  const calendars = client
    .getQueriesData<Page<{ id: string }>>({ queryKey: [...cache, 'calendar'], ...active })
    .map(([, page]) => page?.data ?? [])
  const shown = [...boards, ...lists, ...calendars].map((records) => records.map((record) => record.id))
  return shown.find((ids) => ids.includes(id)) ?? []
}
