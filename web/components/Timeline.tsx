import { Group, NativeSelect, Title } from '@mantine/core'
import { IconTimeline } from '@tabler/icons-react'
import type { QueryKey } from '@tanstack/react-query'
import { eventTypes } from '../../model/event-types.ts'
import type { Page } from '../../model/page.ts'
import type { TimelineEvent } from '../../model/person.ts'
import type { PageRequest, TimelineQuery } from '../api.ts'
import { eventSummary, eventTitle, eventTypeNames } from '../lib/event-words.ts'
import { useList } from '../lib/queries.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorState } from '../ui/ErrorState.tsx'
import { LoadMore } from '../ui/LoadMore.tsx'
import { LinesSkeleton } from '../ui/Skeletons.tsx'
import { TimelineList, type TimelineItem } from '../ui/TimelineList.tsx'
import { ActivityOfEvent } from './activities/ActivityOfEvent.tsx'
import { EventIcon } from './EventIcon.tsx'

export type TimelineProps = {
  /** Whose: "Ada Lovelace". */
  of: string
  queryKey: QueryKey
  fetch: (query: TimelineQuery, page: PageRequest) => Promise<Page<TimelineEvent>>
  /** Shows only events of this type; kept in the address by the page. */
  type: string | undefined
  /** Names the person of an event, where the timeline is not one person's. */
  who?: (personId: string) => string | undefined
  onType: (type: string | undefined) => void
  /** Opens the activity that an event tells of. */
  onActivity?: (id: string) => void
}

type Who = NonNullable<TimelineProps['who']>
const nobody: Who = () => undefined
const REFRESH_MS = 15_000
const choices = [
  { value: '', label: 'Everything' },
  ...eventTypes.map((value) => ({ value, label: eventTypeNames[value] })),
]

/** Everything that happened, newest first, by day; grows as its reader scrolls, and by itself when something happens. */
export function Timeline({ of, queryKey, fetch, type, who, onType, onActivity }: TimelineProps) {
  const list = useList({
    key: [...queryKey, type ?? null],
    fetch: (page) => fetch({ type }, page),
    refetchInterval: REFRESH_MS,
  })
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3">
          What happened
        </Title>
        <NativeSelect
          aria-label="Which events"
          data={choices}
          value={type ?? ''}
          onChange={(event) => onType(event.currentTarget.value || undefined)}
        />
      </Group>
      <Events list={list} of={of} filtered={type !== undefined} who={who ?? nobody} onActivity={onActivity} />
    </>
  )
}

type EventsProps = {
  list: ReturnType<typeof useList<TimelineEvent>>
  of: string
  filtered: boolean
  who: Who
  onActivity: TimelineProps['onActivity']
}

function Events({ list, of, filtered, who, onActivity }: EventsProps) {
  if (list.isPending) return <LinesSkeleton lines={8} />
  if (list.error && list.rows.length === 0) {
    return <ErrorState error={list.error} title="The timeline could not be read" again={list.again} />
  }
  if (list.rows.length === 0) {
    return (
      <EmptyState
        title={filtered ? 'No event of this kind' : 'Nothing happened yet'}
        icon={<IconTimeline size={22} />}
      >
        {filtered
          ? 'Choose “Everything” to see the others.'
          : 'Events appear here within seconds after they arrive.'}
      </EmptyState>
    )
  }
  return (
    <>
      <TimelineList
        label={`Timeline of ${of}`}
        items={list.rows.map((event) => asItem(event, who, onActivity))}
      />
      <LoadMore list={list} />
    </>
  )
}

function asItem(event: TimelineEvent, who: Who, onActivity: TimelineProps['onActivity']): TimelineItem {
  const person = event.person_id === null ? undefined : who(event.person_id)
  return {
    id: event.id,
    at: event.timestamp,
    icon: <EventIcon type={event.type} event={event.event} />,
    title: eventTitle(event),
    summary: [person, eventSummary(event)].filter(Boolean).join(' · '),
    body: <ActivityOfEvent properties={event.properties} onOpen={onActivity} />,
    origin: event.source,
    properties: {
      ...event.properties,
      ...(Object.keys(event.context).length > 0 && { context: event.context }),
      'message id': event.message_id,
    },
  }
}
