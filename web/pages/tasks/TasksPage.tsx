import { Button, NativeSelect, SegmentedControl } from '@mantine/core'
import { IconChecklist, IconPlayerPlay, IconPlus, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import { activityKinds } from '../../../model/activity-kinds.ts'
import type { ActivitiesQuery, Activity } from '../../../model/activity.ts'
import { api } from '../../api.ts'
import { ActivityPanel } from '../../components/activities/ActivityPanel.tsx'
import { ActivityRow } from '../../components/activities/ActivityRow.tsx'
import rowClasses from '../../components/activities/activities.module.css'
import { NewTaskDialog } from '../../components/activities/NewTaskDialog.tsx'
import { colleaguesQuery, kindNames, zone } from '../../lib/activities.ts'
import { date } from '../../lib/format.ts'
import { useList } from '../../lib/queries.ts'
import { useMay, useSession } from '../../lib/session.ts'
import { taskQueues, type tasksSearch } from '../../search-params.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Page } from '../../ui/Page.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { useStepKeys } from '../../ui/use-step-keys.ts'
import { BulkBar } from './BulkBar.tsx'

const route = getRouteApi('/tasks')
type Search = z.output<typeof tasksSearch>
type Queue = (typeof taskQueues)[number]

const queueNames: Record<Queue, string> = {
  open: 'Open',
  overdue: 'Overdue',
  today: 'Today',
  upcoming: 'Upcoming',
  done: 'Done',
}

/** Everything there is to do, in queues that are worked through one after the other. */
export function TasksPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()('activities:write')
  const set = (change: Search) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const query = queryOf(search)
  const list = useList({
    key: ['activities', 'list', query],
    fetch: (page) => api.activities.list(query, page),
    keepRows: true,
  })
  const first = list.rows[0]
  return (
    <Page
      title="Tasks"
      action={
        may && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ create: true })}>
            New task
          </Button>
        )
      }
      toolbar={
        <>
          <Filters search={search} onChange={set} />
          {first && search.queue !== 'done' && (
            <Button
              variant="default"
              leftSection={<IconPlayerPlay size={15} aria-hidden />}
              onClick={() => set({ activity: first.id })}
            >
              Work through them
            </Button>
          )}
        </>
      }
    >
      {list.isPending && <LinesSkeleton lines={8} />}
      {list.error && list.rows.length === 0 && <ErrorState error={list.error} again={list.again} />}
      {!list.isPending && !list.error && list.rows.length === 0 && (
        <EmptyState title={emptyTitle(search)} icon={<IconChecklist size={22} />}>
          Plan calls, meetings and tasks here, or on the page of a person, a company or a deal.
        </EmptyState>
      )}
      <Rows key={JSON.stringify(query)} activities={list.rows} onOpen={(activity) => set({ activity })} />
      {list.rows.length > 0 && <LoadMore list={list} />}
      <ActivityPanel
        id={search.activity}
        onChange={(activity) => set({ activity })}
        queue={list.rows.map(({ id }) => id)}
      />
      {may && search.create && <NewTaskDialog onClose={() => set({ create: undefined })} />}
    </Page>
  )
}

function Filters({ search, onChange }: { search: Search; onChange: (change: Search) => void }) {
  const { user } = useSession()
  const mayUsers = useMay()('users:read')
  const { data: colleagues = [] } = useQuery({ ...colleaguesQuery, enabled: mayUsers })
  return (
    <>
      <SegmentedControl
        aria-label="Queue"
        size="xs"
        data={taskQueues.map((value) => ({ value, label: queueNames[value] }))}
        value={search.queue ?? 'open'}
        onChange={(value) => onChange({ queue: taskQueues.find((one) => one === value && one !== 'open') })}
      />
      <NativeSelect
        aria-label="Kind"
        data={[
          { value: '', label: 'Every kind' },
          ...activityKinds.map((value) => ({ value, label: kindNames[value] })),
        ]}
        value={search.kind ?? ''}
        onChange={(event) =>
          onChange({ kind: activityKinds.find((one) => one === event.currentTarget.value) })
        }
      />
      {search.queue === 'done' && search.done_from && search.done_to && (
        <Button
          variant="default"
          rightSection={<IconX size={14} aria-hidden />}
          onClick={() => onChange({ done_from: undefined, done_to: undefined })}
        >
          {date(search.done_from)} – {date(search.done_to)}
        </Button>
      )}
      {mayUsers && (
        <NativeSelect
          aria-label="Whose"
          data={[
            { value: '', label: 'Mine' },
            { value: 'all', label: "Everybody's" },
            { value: 'nobody', label: "Nobody's" },
            ...colleagues
              .filter(({ id }) => id !== user?.id)
              .map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={search.assignee ?? ''}
          onChange={(event) => onChange({ assignee: event.currentTarget.value || undefined })}
        />
      )}
    </>
  )
}

/** The rows, of which several can be chosen and changed together. */
function Rows({ activities, onOpen }: { activities: Activity[]; onOpen: (id: string) => void }) {
  const list = useStepKeys<HTMLUListElement>('[data-row]')
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const chosen = activities.filter(({ id }) => ids.has(id))
  const toggle = (id: string) => {
    const next = new Set(ids)
    if (!next.delete(id)) next.add(id)
    setIds(next)
  }
  return (
    <>
      <ul ref={list} className={rowClasses.rows} aria-label="Activities">
        {activities.map((activity) => (
          <ActivityRow
            key={activity.id}
            activity={activity}
            selected={ids.has(activity.id)}
            onSelect={toggle}
            onOpen={onOpen}
          />
        ))}
      </ul>
      {chosen.length > 0 && <BulkBar chosen={chosen} onClear={() => setIds(new Set())} />}
    </>
  )
}

function queryOf({ queue = 'open', kind, assignee = 'me', done_from, done_to }: Search): ActivitiesQuery {
  const whose = assignee === 'all' ? undefined : assignee
  if (queue === 'done')
    return { state: 'done', sort: '-done_at', kind, assignee: whose, zone, done_from, done_to }
  if (queue === 'open') return { state: 'open', kind, assignee: whose, zone }
  return { due: queue, kind, assignee: whose, zone }
}

function emptyTitle({ queue = 'open' }: Search): string {
  if (queue === 'overdue') return 'Nothing is overdue'
  return queue === 'done' ? 'Nothing done yet' : 'Nothing to do'
}
