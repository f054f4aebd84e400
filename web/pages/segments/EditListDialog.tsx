import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Segment, SegmentChange } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { UserPicker } from '../../components/UserPicker.tsx'
import { fieldErrors } from '../../lib/http.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { FolderField } from './FolderField.tsx'

/** Changes what a segment without conditions to edit is called, where it stands and whose it is. */
export function EditListDialog({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const [change, setChange] = useState({
    name: segment.name,
    description: segment.description,
    folder: segment.folder,
    owner_id: segment.owner?.id ?? null,
  })
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (input: SegmentChange) => api.segments.change(segment.id, input),
    onSuccess: async ({ name }) => {
      toastSaved(`Segment ${name} saved`)
      onClose()
      await client.invalidateQueries({ queryKey: ['segments'] })
    },
  })
  const set = (changed: Partial<typeof change>) => setChange({ ...change, ...changed })
  const refused = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(change)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Edit ${segment.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            data-autofocus
            value={change.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={refused.name && 'Give the segment a name.'}
          />
          <Textarea
            label="Description"
            autosize
            maxRows={6}
            value={change.description}
            onChange={(event) => set({ description: event.currentTarget.value })}
            error={refused.description}
          />
          <FolderField value={change.folder} onChange={(folder) => set({ folder })} error={refused.folder} />
          <UserPicker
            label="Owner"
            placeholder="Nobody"
            value={change.owner_id}
            onChange={(owner_id) => set({ owner_id })}
            chosen={segment.owner}
            error={refused.owner_id}
          />
          <FormError error={Object.keys(refused).length > 0 ? null : save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
