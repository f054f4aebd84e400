import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Device } from '../../../model/access.ts'
import { api } from '../../api.ts'
import { browserName } from '../../lib/browser-name.ts'
import { wholeList } from '../../lib/queries.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'

/** Where the reader is signed in, each to be ended. */
export function Devices() {
  const query = useQuery({ queryKey: ['account', 'sessions'], queryFn: api.account.sessions })
  return (
    <DataTable
      label="Sessions"
      columns={columns}
      list={wholeList(query, query.data?.data)}
      rowKey={({ id }) => id}
      empty={null}
    />
  )
}

const columns: Column<Device>[] = [
  {
    id: 'device',
    header: 'Browser',
    cell: ({ user_agent, current }) => (
      <>
        {browserName(user_agent ?? '')} {current && <Chip>this one</Chip>}
      </>
    ),
  },
  { id: 'ip', header: 'Address', width: '10rem', wideOnly: true, cell: ({ ip }) => ip || '–' },
  {
    id: 'since',
    header: 'Signed in',
    width: '9rem',
    cell: ({ created_at }) => <RelativeTime at={created_at} />,
  },
  {
    id: 'end',
    header: '',
    width: '5rem',
    align: 'right',
    cell: (session) => (session.current ? null : <EndSession session={session} />),
  },
]

function EndSession({ session }: { session: Device }) {
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: () => api.account.endSession(session.id),
    onSuccess: async () => {
      toastSaved('Session ended')
      await client.invalidateQueries({ queryKey: ['account'] })
    },
    onError: (error) => toastError(error),
  })
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={`End the session in ${browserName(session.user_agent ?? '')}`}
      loading={end.isPending}
      onClick={() => end.mutate()}
    >
      End
    </Button>
  )
}
