import { Text } from '@mantine/core'
import { api } from '../../api.ts'
import { kindNames } from '../../lib/activities.ts'
import { sentenceOf } from '../../lib/http.ts'
import { useList } from '../../lib/queries.ts'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Section } from '../../ui/Section.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { TimelineList } from '../../ui/TimelineList.tsx'
import { outcomes, type Activity } from '../../../model/activity.ts'
import { ActivityOfEvent } from './ActivityOfEvent.tsx'
import { KindIcon } from './KindIcon.tsx'

/** What was done for a deal, newest first. */
export function DoneActivities({ dealId, onOpen }: { dealId: string; onOpen: (id: string) => void }) {
  const query = { deal: dealId, state: 'done', sort: '-done_at' } as const
  const list = useList({
    key: ['activities', 'of', query],
    fetch: (page) => api.activities.list(query, page),
    limit: 20,
  })
  if (list.error)
    return (
      <Text size="sm" c="var(--kith-bad)">
        {sentenceOf(list.error)}
      </Text>
    )
  return (
    <Section title="What was done">
      {list.isPending && <LinesSkeleton lines={2} />}
      {!list.isPending && list.rows.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing yet. Notes, calls and meetings of this deal stand here.
        </Text>
      )}
      <TimelineList label="What was done" items={list.rows.map((row) => asItem(row, onOpen))} />
      {list.rows.length > 0 && <LoadMore list={list} />}
    </Section>
  )
}

function asItem(activity: Activity, onOpen: (id: string) => void) {
  const { id, kind, subject, outcome, body, done_at, created_at, author } = activity
  return {
    id,
    at: done_at ?? created_at,
    icon: <KindIcon kind={kind} />,
    title: subject || kindNames[kind],
    summary: outcome === null ? undefined : outcomes[kind][outcome],
    body: <ActivityOfEvent properties={{ activity_id: id, text: body }} onOpen={onOpen} />,
    origin: author.name,
  }
}
