import { Button, Checkbox, Group, MultiSelect, SegmentedControl, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { DashboardMail, MailRhythm } from '../../../../../model/dashboard-mail.ts'
import type { Dashboard } from '../../../../../model/dashboard.ts'
import { api } from '../../../../api.ts'
import { dashboardMailsApi } from '../../../../api-dashboards.ts'
import { TimeAndZone } from '../../../../components/TimeAndZone.tsx'
import { useMay, useSession } from '../../../../lib/session.ts'
import { toastSaved } from '../../../../lib/toasts.tsx'
import { FormError } from '../../../../ui/FormError.tsx'
import classes from '../dashboards.module.css'
import { ordinal, weekDays } from './rhythm-words.ts'

const MOST = 1000
const monthDays = Array.from({ length: 31 }, (_, place) => ({
  value: String(place + 1),
  label: place === 30 ? '31st, or the last day' : ordinal(place + 1),
}))

export type MailFormProps = {
  dashboard: Dashboard
  /** What is changed; without it the dashboard is mailed in one more way. */
  mail: DashboardMail | undefined
  onClose: () => void
}

/** Chooses when a dashboard is mailed, and to whom. */
export function MailForm({ dashboard, mail, onClose }: MailFormProps) {
  const client = useQueryClient()
  const reader = useSession().user?.id ?? ''
  const [rhythm, setRhythm] = useState<MailRhythm>(
    mail ?? {
      every: 'week',
      days: [1],
      time: '08:00',
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
  )
  const [recipients, setRecipients] = useState(mail ? mail.recipients.map(({ id }) => id) : [reader])
  const save = useMutation({
    mutationFn: () => {
      const { every, days, time, time_zone } = rhythm
      const input = { every, days, time, time_zone, recipients }
      return mail
        ? dashboardMailsApi.change(dashboard.id, mail.id, input)
        : dashboardMailsApi.create(dashboard.id, input)
    },
    onSuccess: async () => {
      toastSaved('Saved')
      onClose()
      await client.invalidateQueries({ queryKey: ['dashboard-mails', dashboard.id] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit} noValidate className={classes.mail}>
      <Stack gap="md">
        <RhythmFields rhythm={rhythm} onChange={setRhythm} />
        <Recipients
          dashboard={dashboard}
          known={mail?.recipients ?? []}
          chosen={recipients}
          onChange={setRecipients}
        />
        <FormError error={save.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={rhythm.days.length === 0 || recipients.length === 0}
          >
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type RhythmFieldsProps = { rhythm: MailRhythm; onChange: (rhythm: MailRhythm) => void }

function RhythmFields({ rhythm, onChange }: RhythmFieldsProps) {
  const { every, days } = rhythm
  const setDays = (chosen: string[]) =>
    onChange({ ...rhythm, days: chosen.map(Number).toSorted((a, b) => a - b) })
  return (
    <>
      <SegmentedControl
        aria-label="How often"
        data={[
          { value: 'week', label: 'Every week' },
          { value: 'month', label: 'Every month' },
        ]}
        value={every}
        onChange={(chosen) =>
          onChange({ ...rhythm, every: chosen === 'month' ? 'month' : 'week', days: [1] })
        }
      />
      {every === 'week' ? (
        <Checkbox.Group label="On" value={days.map(String)} onChange={setDays}>
          <Group gap="md" mt="xs">
            {weekDays.map((day, place) => (
              <Checkbox key={day} value={String(place + 1)} size="xs" label={day} />
            ))}
          </Group>
        </Checkbox.Group>
      ) : (
        <MultiSelect label="On the" data={monthDays} value={days.map(String)} onChange={setDays} />
      )}
      <TimeAndZone value={rhythm} onChange={(times) => onChange({ ...rhythm, ...times })} />
    </>
  )
}

type RecipientsProps = {
  dashboard: Dashboard
  known: { id: string; name: string }[]
  chosen: string[]
  onChange: (ids: string[]) => void
}

/** Others are chosen by who may change the dashboard. */
function Recipients({ dashboard, known, chosen, onChange }: RecipientsProps) {
  const mayChoose = useMay()('users:read') && dashboard.may_edit
  const { data } = useQuery({
    queryKey: ['users', 'all'],
    queryFn: () => api.users.list({ limit: MOST }),
    enabled: mayChoose,
  })
  if (!mayChoose)
    return (
      <Text size="sm" c="dimmed">
        It comes to you. Who may change the dashboard can send it to others, too.
      </Text>
    )
  const users = new Map([...known, ...(data?.data ?? [])].map(({ id, name }) => [id, name]))
  return (
    <MultiSelect
      label="To"
      description={
        dashboard.sharing === 'private'
          ? 'Only you see this dashboard. Share it to send it to others.'
          : 'Colleagues who may see the dashboard.'
      }
      searchable
      maxValues={50}
      data={[...users].map(([value, label]) => ({ value, label }))}
      value={chosen}
      onChange={onChange}
      nothingFoundMessage="Nobody is called so."
    />
  )
}
