import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Permission } from '../../../model/roles.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { CopyField } from '../../ui/CopyField.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { ScopePicker } from './ScopePicker.tsx'

/** Makes an API key; the key itself is shown once, here. */
export function CreateKeyDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title="Create an API key"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <CreateKey onClose={onClose} />
    </Modal>
  )
}

function CreateKey({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Permission[]>([])
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: api.keys.create,
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  })
  if (create.data) return <ShownOnce value={create.data.key} onClose={onClose} />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ name, scopes })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder="What will use it: Web shop, Reports"
          required
          withAsterisk={false}
          maxLength={200}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldErrors(create.error).name}
        />
        <ScopePicker value={scopes} onChange={setScopes} />
        <FormError error={create.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={scopes.length === 0}>
            Create the key
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function ShownOnce({ value, onClose }: { value: string; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Text>Copy the key now and keep it safe. It is not shown again.</Text>
      <CopyField label="API key" value={value} />
      <CopyField
        block
        label="example"
        value={`curl ${window.location.origin}/api/v1/people \\\n  -H 'Authorization: Bearer ${value}'`}
      />
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  )
}
