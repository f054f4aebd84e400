import { SegmentedControl, Stack } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { mailStates } from '../../../model/mail.ts'
import { api } from '../../api.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useMailColumns } from './mail-columns.tsx'

const REFRESH_MS = 5_000
const choices = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'sent', label: 'Sent' },
  { value: 'failed', label: 'Failed' },
]

/** The mails of the last 30 days, and what became of each. */
export function SentMails() {
  const { state } = useSearch({ from: '/settings/mail' })
  const navigate = useNavigate({ from: '/settings/mail' })
  const columns = useMailColumns()
  const list = useList({
    key: ['mail', 'list', state],
    fetch: (page) => api.mail.list(state, page),
    refetchInterval: REFRESH_MS,
    keepRows: true,
  })
  return (
    <Stack gap="sm" align="stretch">
      <SegmentedControl
        aria-label="State"
        size="xs"
        style={{ alignSelf: 'start' }}
        data={choices}
        value={state ?? 'all'}
        onChange={(value) =>
          void navigate({
            search: (old) => ({ ...old, state: mailStates.find((one) => one === value) }),
            replace: true,
          })
        }
      />
      <DataTable
        label="Mails"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title={state ? 'No such mail' : 'Nothing was mailed yet'} icon={<IconMail size={22} />}>
            {state
              ? 'Of the mails of the last 30 days, none is in this state.'
              : 'Invitations, links for forgotten passwords and notifications are listed here for 30 days.'}
          </EmptyState>
        }
      />
    </Stack>
  )
}
