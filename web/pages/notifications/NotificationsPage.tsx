import { Button, UnstyledButton } from '@mantine/core'
import { IconAlarm, IconAt, IconBell, IconUserCheck, IconUsersGroup, type Icon } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Notification } from '../../../model/activity.ts'
import { api } from '../../api.ts'
import { ActivityPanel } from '../../components/activities/ActivityPanel.tsx'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { toastError } from '../../lib/toasts.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Page } from '../../ui/Page.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { useStepKeys } from '../../ui/use-step-keys.ts'
import classes from './notifications.module.css'

const route = getRouteApi('/notifications')
const REFRESH_MS = 15_000

/** What the reader was told: who mentioned them, what they were given to do, what they asked to be reminded of. */
export function NotificationsPage() {
  const { activity } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useList({
    key: ['notifications', 'list'],
    fetch: api.notifications.list,
    refetchInterval: REFRESH_MS,
  })
  const mark = useMark()
  const rows = useStepKeys<HTMLUListElement>('button')
  const open = (one: Notification) => {
    if (one.read_at === null) mark([one.id], true)
    if (one.subject_type === 'activity') void navigate({ search: { activity: one.subject_id } })
    if (one.subject_type === 'segment') void navigate(links.segment(one.subject_id))
    if (one.subject_type === 'lead') void navigate(links.leads({ lead: one.subject_id }))
    if (one.subject_type === 'deal') void navigate(links.deals({ deal: one.subject_id }))
  }
  const unread = list.rows.some(({ read_at }) => read_at === null)
  return (
    <Page
      title="Notifications"
      action={
        unread && (
          <Button variant="default" onClick={() => mark(undefined, true)}>
            Mark all as read
          </Button>
        )
      }
    >
      {list.isPending && <LinesSkeleton lines={6} />}
      {list.error && list.rows.length === 0 && <ErrorState error={list.error} again={list.again} />}
      {!list.isPending && !list.error && list.rows.length === 0 && (
        <EmptyState title="Nothing yet" icon={<IconBell size={22} />}>
          When a colleague mentions you in a note or gives you a task, and when a reminder is due, you read it
          here.
        </EmptyState>
      )}
      <ul className={classes.rows} ref={rows} aria-label="Notifications">
        {list.rows.map((one) => (
          <Row key={one.id} notification={one} onOpen={open} onUnread={() => mark([one.id], false)} />
        ))}
      </ul>
      {list.rows.length > 0 && <LoadMore list={list} />}
      <ActivityPanel id={activity} onChange={(id) => void navigate({ search: { activity: id } })} />
    </Page>
  )
}

const icons: Record<Notification['kind'], Icon> = {
  mention: IconAt,
  assigned: IconUserCheck,
  reminder: IconAlarm,
  segment: IconUsersGroup,
}

type RowProps = { notification: Notification; onOpen: (one: Notification) => void; onUnread: () => void }

function Row({ notification, onOpen, onUnread }: RowProps) {
  const KindIcon = icons[notification.kind]
  const isRead = notification.read_at !== null
  return (
    <li className={classes.row} data-unread={!isRead || undefined}>
      <UnstyledButton className={classes.open} onClick={() => onOpen(notification)}>
        <KindIcon size={17} aria-hidden className={classes.icon} />
        <span className={classes.what}>
          <span className={classes.title}>
            {!isRead && <span className={classes.dot} role="img" aria-label="Unread:" />}
            {notification.kind === 'reminder' && 'Reminder: '}
            {notification.title}
          </span>
          {notification.text && <span className={classes.text}>{notification.text}</span>}
        </span>
        <span className={classes.time}>
          <RelativeTime at={notification.created_at} />
        </span>
      </UnstyledButton>
      {isRead && (
        <Button size="compact-xs" variant="subtle" color="gray" c="dimmed" onClick={onUnread}>
          Mark as unread
        </Button>
      )}
    </li>
  )
}

function useMark() {
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: ({ ids, read }: { ids: number[] | undefined; read: boolean }) =>
      api.notifications.mark(ids, read),
    onSuccess: () => client.invalidateQueries({ queryKey: ['notifications'] }),
    onError: (error) => toastError(error),
  })
  return (ids: number[] | undefined, read: boolean) => mutate({ ids, read })
}
