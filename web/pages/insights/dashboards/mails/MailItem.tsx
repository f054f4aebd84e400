import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DashboardMail } from '../../../../../model/dashboard-mail.ts'
import type { Dashboard } from '../../../../../model/dashboard.ts'
import { dashboardMailsApi } from '../../../../api-dashboards.ts'
import { exactTime } from '../../../../lib/format.ts'
import { useSession } from '../../../../lib/session.ts'
import { toastError, toastSaved } from '../../../../lib/toasts.tsx'
import classes from '../dashboards.module.css'
import { rhythmText } from './rhythm-words.ts'

export type MailItemProps = { dashboard: Dashboard; mail: DashboardMail; onEdit: () => void }

/** One way in which a dashboard is mailed: when, by whom, to whom. */
export function MailItem({ dashboard, mail, onEdit }: MailItemProps) {
  const reader = useSession().user?.id
  const { remove, receive } = useMailEdits(dashboard, mail)
  const mine = mail.recipients.find(({ id }) => id === reader)
  const getting = mail.recipients.filter(({ receives }) => receives).map(({ name }) => name)
  const stopped = mail.recipients.filter(({ receives }) => !receives).map(({ name }) => name)
  return (
    <section className={classes.mail} aria-label={rhythmText(mail)}>
      <Stack gap={4}>
        <Text fw={500}>{rhythmText(mail)}</Text>
        <Text size="sm">
          {getting.length > 0 ? `To ${getting.join(', ')}` : 'To nobody any more'}
          {mail.sender.id === reader ? '' : `, by ${mail.sender.name}`}
        </Text>
        {stopped.length > 0 && (
          <Text size="sm" c="dimmed">
            No longer wanted by {stopped.join(', ')}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          Next: {exactTime(mail.next_at)}
        </Text>
        <Group gap="xs" mt={4}>
          {mine && (
            <Button
              size="compact-sm"
              variant={mine.receives ? 'default' : 'light'}
              onClick={() => receive.mutate(!mine.receives)}
            >
              {mine.receives ? 'Stop sending it to me' : 'Send it to me again'}
            </Button>
          )}
          {mail.may_edit && (
            <>
              <Button size="compact-sm" variant="default" onClick={onEdit}>
                Change
              </Button>
              <Button size="compact-sm" variant="subtle" color="red" onClick={() => remove.mutate()}>
                Delete
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </section>
  )
}

function useMailEdits({ id: dashboard }: Dashboard, mail: DashboardMail) {
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['dashboard-mails', dashboard] })
  const { every, days, time, time_zone } = mail
  const recipients = mail.recipients.filter(({ receives }) => receives).map(({ id }) => id)
  const again = () =>
    void dashboardMailsApi
      .create(dashboard, { every, days, time, time_zone, recipients })
      .then(refresh, toastError)
  const remove = useMutation({
    mutationFn: () => dashboardMailsApi.remove(dashboard, mail.id),
    onSuccess: () => toastSaved('It is mailed so no more', recipients.length > 0 ? again : undefined),
    onError: (error) => toastError(error),
    onSettled: refresh,
  })
  const receive = useMutation({
    mutationFn: (receives: boolean) => dashboardMailsApi.receive(dashboard, mail.id, receives),
    onSuccess: (_saved, receives) =>
      toastSaved(receives ? 'It comes to you again' : 'It comes to you no more', undefined, mail.id),
    onError: (error) => toastError(error),
    onSettled: refresh,
  })
  return { remove, receive }
}
