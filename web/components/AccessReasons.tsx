import { ActionIcon, Button, Group, List, NativeSelect, Select, Stack, Text, Title } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RecordAccess, RecordShare, RecordShareInput } from '../../model/record-access.ts'
import { api, type AccessPath } from '../api.ts'
import { teamsQuery } from '../lib/roles.ts'
import { toastError, toastSaved } from '../lib/toasts.tsx'

export type AccessReasonsProps = { object: AccessPath; id: string; access: RecordAccess }

/** Why the reader sees a record; with whom it is shared, and to share it for who may change it. */
export function AccessReasons({ object, id, access }: AccessReasonsProps) {
  const { share, unshare } = useSharing(object, id)
  const mayShare = access.may.includes('edit')
  return (
    <Stack gap="lg">
      <section>
        <Title order={3} size="h4" mb="xs">
          Why you see this
        </Title>
        <List size="sm" spacing={4}>
          {access.reasons.map((reason) => (
            <List.Item key={reason}>{reason}</List.Item>
          ))}
        </List>
      </section>
      <section>
        <Title order={3} size="h4" mb="xs">
          Shared with
        </Title>
        {access.shares.length === 0 && (
          <Text size="sm" c="dimmed">
            Nobody besides those whose role lets them see it.
          </Text>
        )}
        {access.shares.map((one) => (
          <Share key={one.id} share={one} onEnd={mayShare ? () => unshare.mutate(one) : null} />
        ))}
      </section>
      {mayShare && <NewShare busy={share.isPending} onShare={(input) => share.mutate(input)} />}
    </Stack>
  )
}

function Share({ share, onEnd }: { share: RecordShare; onEnd: (() => void) | null }) {
  const name = share.user?.name ?? share.team?.name ?? ''
  return (
    <Group gap="xs" wrap="nowrap" justify="space-between">
      <Text size="sm">
        {name} {share.level === 'edit' ? 'may see and change it' : 'may see it'}, by {share.created_by}
      </Text>
      {onEnd && (
        <ActionIcon aria-label={`Stop sharing with ${name}`} onClick={onEnd}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </Group>
  )
}

const MOST = 1000

function NewShare({ busy, onShare }: { busy: boolean; onShare: (input: RecordShareInput) => void }) {
  const [whom, setWhom] = useState<string | null>(null)
  const [level, setLevel] = useState<'view' | 'edit'>('view')
  const users = useQuery({ queryKey: ['users', 'all'], queryFn: () => api.users.list({ limit: MOST }) })
  const teams = useQuery(teamsQuery)
  const data = [
    { group: 'Colleagues', items: choices('user', users.data?.data ?? []) },
    { group: 'Teams', items: choices('team', teams.data?.data ?? []) },
  ]
  const share = () => {
    if (whom === null) return
    const [kind, id] = splitOnce(whom)
    onShare({ ...(kind === 'user' ? { user_id: id } : { team_id: id }), level })
    setWhom(null)
  }
  return (
    <Group gap="xs" align="flex-end">
      <Select
        label="Share with"
        placeholder="A colleague or a team"
        searchable
        data={data}
        value={whom}
        onChange={setWhom}
        style={{ flex: '1 1 12rem' }}
      />
      <NativeSelect
        label="Who may"
        data={[
          { value: 'view', label: 'See it' },
          { value: 'edit', label: 'See and change it' },
        ]}
        value={level}
        onChange={(event) => setLevel(event.currentTarget.value === 'edit' ? 'edit' : 'view')}
      />
      <Button disabled={whom === null} loading={busy} onClick={share}>
        Share
      </Button>
    </Group>
  )
}

function choices(kind: 'user' | 'team', rows: { id: string; name: string }[]) {
  return rows.map(({ id, name }) => ({ value: `${kind} ${id}`, label: name }))
}

function splitOnce(text: string): [string, string] {
  const place = text.indexOf(' ')
  return [text.slice(0, place), text.slice(place + 1)]
}

function useSharing(object: AccessPath, id: string) {
  const client = useQueryClient()
  const done = async (sentence: string) => {
    toastSaved(sentence)
    await client.invalidateQueries({ queryKey: [object, 'access', id] })
  }
  const share = useMutation({
    mutationFn: (input: RecordShareInput) => api.access.share(object, id, input),
    onSuccess: (made) => done(`Shared with ${made.user?.name ?? made.team?.name ?? ''}`),
    onError: (error) => toastError(error),
  })
  const unshare = useMutation({
    mutationFn: (one: RecordShare) => api.access.unshare(object, id, one.id),
    onSuccess: () => done('No longer shared'),
    onError: (error) => toastError(error),
  })
  return { share, unshare }
}
