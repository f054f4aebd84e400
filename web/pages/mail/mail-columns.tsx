import { ActionIcon, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconClock, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MailKind, SentMail } from '../../../model/mail.ts'
import { api } from '../../api.ts'
import { useMay } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'

const states = {
  waiting: { tone: 'soon', icon: <IconClock aria-hidden />, label: 'Waiting' },
  sent: { tone: 'good', icon: <IconCheck aria-hidden />, label: 'Sent' },
  failed: { tone: 'bad', icon: <IconAlertTriangle aria-hidden />, label: 'Failed' },
} as const

const kinds: Record<MailKind, string> = {
  notification: 'Notification',
  digest: 'Digest',
  invitation: 'Invitation',
  password_reset: 'Forgotten password',
  confirmation: 'Confirmation',
  report: 'Report',
}

/** The columns of the mails; who may send them again does so in the row. */
export function useMailColumns(): Column<SentMail>[] {
  const mayWrite = useMay()('mail:write')
  const columns: Column<SentMail>[] = [
    { id: 'to', header: 'To', width: '20%', cell: ({ to }) => to },
    { id: 'subject', header: 'Subject', cell: ({ subject }) => subject },
    { id: 'kind', header: 'What', width: '8rem', wideOnly: true, cell: ({ kind }) => kinds[kind] },
    { id: 'state', header: 'State', width: '9rem', cell: (mail) => <MailState mail={mail} /> },
    { id: 'error', header: 'Answer', wideOnly: true, cell: ({ last_error }) => last_error ?? '–' },
    {
      id: 'created',
      header: 'Made',
      width: '7rem',
      align: 'right',
      cell: ({ created_at }) => <RelativeTime at={created_at} />,
    },
  ]
  if (!mayWrite) return columns
  const again: Column<SentMail> = {
    id: 'again',
    header: '',
    width: '4rem',
    align: 'right',
    cell: (mail) => mail.state !== 'sent' && <SendAgain mail={mail} />,
  }
  return [...columns, again]
}

function MailState({ mail: { state, attempts } }: { mail: SentMail }) {
  const { tone, icon, label } = states[state]
  return (
    <Chip tone={tone} icon={icon}>
      {state === 'waiting' && attempts > 0 ? 'Trying again' : label}
    </Chip>
  )
}

function SendAgain({ mail }: { mail: SentMail }) {
  const client = useQueryClient()
  const retry = useMutation({
    mutationFn: () => api.mail.retry(mail.id),
    onSuccess: async () => {
      toastSaved('It is tried again now')
      await client.invalidateQueries({ queryKey: ['mail'] })
    },
    onError: toastError,
  })
  return (
    <Tooltip label="Try again now">
      <ActionIcon
        aria-label={`Send the mail to ${mail.to} again now`}
        loading={retry.isPending}
        onClick={() => retry.mutate()}
      >
        <IconRefresh size={16} />
      </ActionIcon>
    </Tooltip>
  )
}
