import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { api } from '../../api.ts'
import { formText } from '../../lib/form-text.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'

export type NewObjectDialogProps = { onClose: () => void; onCreated: (key: string) => void }

/** Makes a kind of records: a project, a contract, a vehicle. */
export function NewObjectDialog({ onClose, onCreated }: NewObjectDialogProps) {
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: api.objects.create,
    onSuccess: async (made) => {
      toastSaved(`${made.plural} can be kept now`)
      await client.invalidateQueries({ queryKey: ['objects'] })
      onCreated(made.key)
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    create.mutate(formText(event.currentTarget, ['name', 'plural', 'description']))
  }
  const problems = fieldErrors(create.error)
  return (
    <Modal opened onClose={onClose} title="New object" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            name="name"
            label="One is called"
            placeholder="Project"
            required
            withAsterisk={false}
            maxLength={60}
            data-autofocus
            error={problems.name}
          />
          <TextInput
            name="plural"
            label="Several are called"
            placeholder="Projects"
            required
            withAsterisk={false}
            maxLength={60}
            error={problems.plural}
          />
          <TextInput name="description" label="What they are" maxLength={300} error={problems.description} />
          <FormError error={Object.keys(problems).length > 0 ? null : create.error} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
