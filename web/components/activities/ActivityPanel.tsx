import { ActionIcon, Group } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { kindNames } from '../../lib/activities.ts'
import { useShortcuts } from '../../lib/keyboard.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { ActivityDetails } from './ActivityDetails.tsx'

export type ActivityPanelProps = {
  id: string | undefined
  onChange: (id: string | undefined) => void
  /** The queue that it is worked through with, in order. */
  queue?: string[]
}

/** One activity beside what it belongs to; of a queue, j and k go to the next and the one before. */
export function ActivityPanel({ id, onChange, queue = [] }: ActivityPanelProps) {
  const activity = useQuery({
    queryKey: ['activities', 'one', id],
    queryFn: () => api.activities.get(id ?? ''),
    enabled: id !== undefined,
  })
  const close = () => onChange(undefined)
  const at = id === undefined ? -1 : queue.indexOf(id)
  const [before, next] = [queue[at - 1], at === -1 ? undefined : queue[at + 1]]
  useShortcuts(
    id === undefined
      ? {}
      : { j: () => next && onChange(next), k: () => at > 0 && before && onChange(before) },
  )
  const title = activity.data ? activity.data.subject || kindNames[activity.data.kind] : 'Activity'
  return (
    <SidePanel opened={id !== undefined} onClose={close} title={title}>
      {at !== -1 && queue.length > 1 && (
        <Group gap="xs" mb="sm">
          <ActionIcon
            aria-label="The one before (k)"
            disabled={at === 0}
            onClick={() => before && onChange(before)}
          >
            <IconChevronUp size={18} />
          </ActionIcon>
          <ActionIcon aria-label="The next one (j)" disabled={!next} onClick={() => next && onChange(next)}>
            <IconChevronDown size={18} />
          </ActionIcon>
          {at + 1} of {queue.length}
        </Group>
      )}
      {activity.data && (
        <ActivityDetails
          key={activity.data.id}
          activity={activity.data}
          onDone={() => onChange(next)}
          onDeleted={close}
        />
      )}
      {activity.isLoading && <LinesSkeleton lines={6} />}
      {activity.error && !activity.data && (
        <ErrorState
          error={activity.error}
          title="This activity could not be opened"
          again={() => void activity.refetch()}
        />
      )}
    </SidePanel>
  )
}
