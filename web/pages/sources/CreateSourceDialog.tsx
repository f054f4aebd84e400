import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { sourceKinds, type Source } from '../../../model/source.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { FormError } from '../../ui/FormError.tsx'
import { sourceKindNames } from './source-columns.tsx'

export type CreateSourceDialogProps = {
  opened: boolean
  onClose: () => void
  onCreated: (id: string) => void
}

export function CreateSourceDialog({ opened, onClose, onCreated }: CreateSourceDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Add a source"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <CreateSourceForm onClose={onClose} onCreated={onCreated} />
    </Modal>
  )
}

function CreateSourceForm({ onClose, onCreated }: Omit<CreateSourceDialogProps, 'opened'>) {
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Source['kind']>('browser')
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: api.sources.create,
    onSuccess: async (source) => {
      await client.invalidateQueries({ queryKey: ['sources'] })
      onCreated(source.id)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ name, kind })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder="Shop, Billing service, iOS app"
          required
          withAsterisk={false}
          maxLength={200}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldErrors(create.error).name}
        />
        <Radio.Group label="Kind" value={kind} onChange={(value) => setKind(kindOf(value))}>
          <Group gap="lg" mt={6}>
            {sourceKinds.map((kind) => (
              <Radio key={kind} value={kind} label={sourceKindNames[kind].name} />
            ))}
          </Group>
        </Radio.Group>
        <FormError error={create.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Add the source
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const kindOf = (value: string): Source['kind'] => sourceKinds.find((kind) => kind === value) ?? 'custom'
