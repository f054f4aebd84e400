import { Stack, Switch, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { assignmentApi } from '../../api-assignment.ts'
import { toastError } from '../../lib/toasts.tsx'

const MOST = 1000

/** Who takes new records at present. */
export function Availability() {
  const client = useQueryClient()
  const { data: users } = useQuery({
    queryKey: ['users', 'all'],
    queryFn: () => api.users.list({ limit: MOST }),
  })
  const { data: paused } = useQuery({ queryKey: ['assignment-pauses'], queryFn: assignmentApi.paused })
  const change = useMutation({
    mutationFn: ({ user, takes }: { user: string; takes: boolean }) => assignmentApi.pause(user, !takes),
    onSuccess: () => client.invalidateQueries({ queryKey: ['assignment-pauses'] }),
    onError: (error) => toastError(error),
  })
  if (!users || !paused) return null
  return (
    <Stack gap="xs" mt="xl">
      <Title order={2} size="h3">
        Takes new records
      </Title>
      {users.data.map(({ id, name }) => (
        <Switch
          key={id}
          label={name}
          checked={!paused.data.some(({ user_id }) => user_id === id)}
          onChange={(event) => change.mutate({ user: id, takes: event.currentTarget.checked })}
        />
      ))}
    </Stack>
  )
}
