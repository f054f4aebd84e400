import { Button, Text } from '@mantine/core'
import { IconChecklist, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { Activity, MyDay } from '../../../model/activity.ts'
import { api } from '../../api.ts'
import { ActivityPanel } from '../../components/activities/ActivityPanel.tsx'
import { ActivityRow } from '../../components/activities/ActivityRow.tsx'
import { NewTaskDialog } from '../../components/activities/NewTaskDialog.tsx'
import rowClasses from '../../components/activities/activities.module.css'
import { zone } from '../../lib/activities.ts'
import { counted, dayName } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { useStepKeys } from '../../ui/use-step-keys.ts'
import classes from './my-day.module.css'
import { Suggestions } from './Suggestions.tsx'

const route = getRouteApi('/my-day')
const REFRESH_MS = 60_000

/** What the reader has to do today, in the order in which it presses. */
export function MyDayPage() {
  const { activity } = route.useSearch()
  const navigate = route.useNavigate()
  const [creating, setCreating] = useState(false)
  const may = useMay()('activities:write')
  const day = useQuery({
    queryKey: ['activities', 'my-day', zone],
    queryFn: () => api.activities.myDay(zone),
    refetchInterval: REFRESH_MS,
  })
  const open = (id: string | undefined) => void navigate({ search: { activity: id }, replace: true })
  const queue = day.data
    ? [...day.data.overdue, ...day.data.today, ...day.data.meetings].map(({ id }) => id)
    : []
  return (
    <Page
      title="My day"
      note={
        <Text span size="sm" c="dimmed">
          {longDay()}
        </Text>
      }
      action={
        may && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
            New task
          </Button>
        )
      }
    >
      {day.error && !day.data && <ErrorState error={day.error} again={() => void day.refetch()} />}
      {day.isPending && <LinesSkeleton lines={8} />}
      {day.data && <Day day={day.data} onOpen={open} />}
      <ActivityPanel id={activity} onChange={open} queue={queue} />
      {creating && <NewTaskDialog onClose={() => setCreating(false)} />}
    </Page>
  )
}

function Day({ day, onOpen }: { day: MyDay; onOpen: (id: string) => void }) {
  const rows = useStepKeys<HTMLDivElement>('[data-row]')
  const { overdue, today, meetings, suggested } = day
  const nothing = overdue.length + today.length + meetings.length + suggested.length === 0
  if (nothing) {
    return (
      <EmptyState
        title={day.done_today > 0 ? 'All done for today' : 'Nothing to do today'}
        icon={<IconChecklist size={22} />}
        action={
          <ButtonLink variant="default" {...links.tasks({ queue: 'upcoming' })}>
            See what comes next
          </ButtonLink>
        }
      >
        {day.done_today > 0
          ? `${counted(day.done_today, 'activity', 'activities')} done today.`
          : 'Tasks, calls and meetings with your name stand here on the day when they are due, and your deals that nothing is planned for.'}
      </EmptyState>
    )
  }
  return (
    <div ref={rows} className={classes.day}>
      <div>
        <Rows title="Overdue" activities={overdue} onOpen={onOpen} />
        <Rows title="Today" activities={today} onOpen={onOpen} nothing="Nothing else is due today." />
      </div>
      <div>
        <Rows title="Meetings" activities={meetings} onOpen={onOpen} nothing="No meeting left today." />
        {suggested.length > 0 && <Suggestions suggestions={suggested} />}
        {day.done_today > 0 && (
          <Text size="sm" c="dimmed" mt="lg">
            {counted(day.done_today, 'activity', 'activities')} done today.
          </Text>
        )}
      </div>
    </div>
  )
}

type RowsProps = { title: string; activities: Activity[]; onOpen: (id: string) => void; nothing?: string }

function Rows({ title, activities, onOpen, nothing }: RowsProps) {
  if (activities.length === 0 && nothing === undefined) return null
  return (
    <Section title={title} count={activities.length}>
      {activities.length === 0 && (
        <Text size="sm" c="dimmed">
          {nothing}
        </Text>
      )}
      <ul className={rowClasses.rows}>
        {activities.map((activity) => (
          <ActivityRow key={activity.id} activity={activity} onOpen={onOpen} mine />
        ))}
      </ul>
    </Section>
  )
}

/** "Tuesday, 24 November". */
function longDay(): string {
  const now = new Date()
  return dayName(now, new Date(now.getTime() - 7 * 86_400_000))
}
