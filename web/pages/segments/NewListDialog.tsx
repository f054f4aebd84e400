import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import type { SegmentMembers } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { links } from '../../lib/links.ts'
import { FormError } from '../../ui/FormError.tsx'
import { FolderField } from './FolderField.tsx'

const kinds = [
  { value: 'people', label: 'People' },
  { value: 'companies', label: 'Companies' },
]

/** Asks for the name of a list, makes it, and leads there. */
export function NewListDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [members, setMembers] = useState<SegmentMembers>('people')
  const [folder, setFolder] = useState('')
  const [pressed, setPressed] = useState(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const create = useMutation({
    mutationFn: api.segments.create,
    onSuccess: async (segment) => {
      await navigate(links.segment(segment.id))
      await client.invalidateQueries({ queryKey: ['segments'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setPressed(true)
    if (name.trim() !== '') create.mutate({ name, folder, members, kind: 'static' })
  }
  const refused = fieldErrors(create.error)
  return (
    <Modal opened onClose={onClose} title="New list" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={pressed && name.trim() === '' ? 'Give the list a name.' : refused.name}
          />
          <NativeSelect
            label="A list of"
            data={kinds}
            value={members}
            onChange={(event) =>
              setMembers(event.currentTarget.value === 'companies' ? 'companies' : 'people')
            }
          />
          <FolderField value={folder} onChange={setFolder} error={refused.folder} />
          <FormError error={Object.keys(refused).length > 0 ? null : create.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create list
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
