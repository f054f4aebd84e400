import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { User } from '../../../model/access.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { newPassword } from '../../lib/new-password.ts'
import { CopyField } from '../../ui/CopyField.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { RolesField } from './RolesField.tsx'

/** Adds a colleague, who is invited by mail; while no mail server is set, a first password is shown to be handed over. */
export function AddUserDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Add a colleague"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <AddUser onClose={onClose} />
    </Modal>
  )
}

function AddUser({ onClose }: { onClose: () => void }) {
  const [password] = useState(newPassword)
  const client = useQueryClient()
  const { data: options } = useQuery({ queryKey: ['sign-on', 'options'], queryFn: api.signOn.options })
  const invites = options?.mails ?? false
  const create = useMutation({
    mutationFn: api.users.create,
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  })
  if (create.data && invites) return <Invited user={create.data} onClose={onClose} />
  if (create.data) return <HandOver user={create.data} password={password} onClose={onClose} />
  return (
    <AddUserForm
      onClose={onClose}
      verb={invites ? 'Invite' : 'Add'}
      busy={create.isPending}
      error={create.error}
      onSubmit={(input) => create.mutate({ ...input, ...(!invites && { password }) })}
    />
  )
}

type Input = { name: string; email: string; roles: string[] }
type AddUserFormProps = {
  onClose: () => void
  verb: string
  busy: boolean
  error: unknown
  onSubmit: (input: Input) => void
}

function AddUserForm({ onClose, verb, busy, error, onSubmit }: AddUserFormProps) {
  const [input, setInput] = useState<Input>({ name: '', email: '', roles: ['member'] })
  const change = (part: Partial<Input>) => setInput((before) => ({ ...before, ...part }))
  const problems = fieldErrors(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(input)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={200}
          data-autofocus
          value={input.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={problems.name}
        />
        <TextInput
          label="E-mail"
          type="email"
          required
          withAsterisk={false}
          value={input.email}
          onChange={(event) => change({ email: event.currentTarget.value })}
          error={problems.email}
        />
        <RolesField
          label="Roles"
          description="Of several, the most generous counts."
          value={input.roles}
          onChange={(roles) => change({ roles })}
          error={problems.roles}
        />
        <FormError error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Invited({ user, onClose }: { user: User; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Text>
        A mail to {user.email} is on its way, with a link by which {user.name} chooses a password. It is good
        for seven days.
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  )
}

function HandOver({ user, password, onClose }: { user: User; password: string; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Text>
        {user.name} can sign in now with {user.email} and this password. Hand it over by a safe way: it is not
        shown again.
      </Text>
      <CopyField label="password" value={password} />
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  )
}
