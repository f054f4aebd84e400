import { Button, Group, Modal, NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { SavedView, ViewSharing } from '../../../model/saved-view.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { useMay } from '../../lib/session.ts'
import { FormError } from '../../ui/FormError.tsx'

type Input = { name: string; sharing: ViewSharing; team_id: string | null }

export type SaveViewDialogProps = {
  /** The view, or what is shared as views are, that is changed; without one a new view is made. */
  view: Pick<SavedView, 'name' | 'sharing' | 'team'> | undefined
  onClose: () => void
  onSave: (input: Input) => Promise<void>
}

/** What a view is called, and who sees it. */
export function SaveViewDialog({ view, onClose, onSave }: SaveViewDialogProps) {
  const [name, setName] = useState(view?.name ?? '')
  const [sharing, setSharing] = useState<ViewSharing>(view?.sharing ?? 'private')
  const [team, setTeam] = useState<string | null>(view?.team?.id ?? null)
  const mayTeams = useMay()('users:read')
  const { data: teams } = useQuery({
    queryKey: ['teams'],
    queryFn: async () => (await api.teams.list()).data,
    enabled: mayTeams,
  })
  const chosen = team ?? teams?.[0]?.id ?? null
  const save = useMutation({
    mutationFn: () => onSave({ name, sharing, team_id: sharing === 'team' ? chosen : null }),
    onSuccess: onClose,
  })
  const problems = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={view ? 'Rename and share' : 'Save as a view'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label="Name"
            required
            data-autofocus
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problems.name}
          />
          <Radio.Group
            label="Who sees it"
            value={sharing}
            onChange={(next) => setSharing(next as ViewSharing)}
          >
            <Stack gap={6} mt={6}>
              <Radio value="private" label="Only I" />
              {(teams?.length ?? 0) > 0 && <Radio value="team" label="A team" />}
              <Radio value="everyone" label="Everybody" />
            </Stack>
          </Radio.Group>
          {sharing === 'team' && (
            <NativeSelect
              label="Team"
              data={(teams ?? []).map(({ id, name: label }) => ({ value: id, label }))}
              value={chosen ?? ''}
              onChange={(event) => setTeam(event.currentTarget.value)}
              error={problems.team_id}
            />
          )}
          <FormError error={Object.keys(problems).length > 0 ? null : save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
