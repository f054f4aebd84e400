import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { z } from 'zod'
import type { destinationInput } from '../../../model/destination.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { FormError } from '../../ui/FormError.tsx'
import { SecretOnce } from './SecretOnce.tsx'
import { SegmentsField } from './SegmentsField.tsx'
import { urlProblem } from './webhook-problems.ts'

/** Asks for a webhook, then shows its signing secret, which is never shown again. */
export function CreateDestinationDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: api.destinations.create,
    onSuccess: () => client.invalidateQueries({ queryKey: ['destinations'] }),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={create.data ? 'Keep the signing secret' : 'Add a webhook'}
      size="lg"
      closeOnClickOutside={create.data === undefined}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {create.data ? (
        <SecretOnce destination={create.data} onClose={onClose} />
      ) : (
        <WebhookForm create={create} onClose={onClose} />
      )}
    </Modal>
  )
}

type Input = z.input<typeof destinationInput>
type WebhookFormProps = {
  create: { mutate: (input: Input) => void; error: unknown; isPending: boolean }
  onClose: () => void
}

function WebhookForm({ create, onClose }: WebhookFormProps) {
  const [input, setInput] = useState<Input>({ name: '', url: '', segment_ids: [] })
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const problems = { ...fieldErrors(create.error), ...wrong }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const url = urlProblem(input.url)
    const name = input.name.trim() === '' ? 'Give the webhook a name.' : null
    setWrong({ ...(url && { url }), ...(name && { name }) })
    if (url === null && name === null) create.mutate(input)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder="Newsletter tool"
          data-autofocus
          maxLength={200}
          value={input.name}
          onChange={(event) => setInput({ ...input, name: event.currentTarget.value })}
          error={problems.name}
        />
        <TextInput
          label="Address"
          description="Kith posts JSON to it and expects an answer between 200 and 299."
          placeholder="https://example.com/hooks/kith"
          type="url"
          value={input.url}
          onChange={(event) => setInput({ ...input, url: event.currentTarget.value })}
          error={problems.url}
        />
        <SegmentsField
          value={input.segment_ids ?? []}
          onChange={(ids) => setInput({ ...input, segment_ids: ids })}
          error={problems.segment_ids}
        />
        <FormError error={create.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Add the webhook
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
