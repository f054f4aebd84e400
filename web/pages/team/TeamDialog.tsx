import { Button, Group, Modal, MultiSelect, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Team } from '../../../model/role.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'

const MOST = 1000

export type TeamDialogProps = { team: Team | 'new' | null; teams: Team[]; onClose: () => void }

/** Makes or changes a team: its name, the team above, who belongs to it. */
export function TeamDialog({ team, teams, onClose }: TeamDialogProps) {
  return (
    <Modal
      opened={team !== null}
      onClose={onClose}
      title={team === 'new' ? 'New team' : (team?.name ?? '')}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {team && <TeamForm team={team} teams={teams} onClose={onClose} />}
    </Modal>
  )
}

type Draft = { name: string; parent_id: string | null; members: string[] }

function TeamForm({ team, teams, onClose }: TeamDialogProps & { team: Team | 'new' }) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(team))
  const { save, remove } = useTeamChanges(team, onClose)
  const users = useQuery({ queryKey: ['users', 'all'], queryFn: () => api.users.list({ limit: MOST }) })
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const problems = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(draft)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={100}
          data-autofocus
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={problems.name}
        />
        <Select
          label="Below"
          placeholder="No team"
          clearable
          clearButtonProps={{ 'aria-label': 'Clear', tabIndex: 0 }}
          data={teams
            .filter((one) => team === 'new' || one.id !== team.id)
            .map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.parent_id}
          onChange={(parent_id) => change({ parent_id })}
          error={problems.parent_id}
        />
        <MultiSelect
          label="Members"
          searchable
          data={(users.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.members}
          onChange={(members) => change({ members })}
          error={problems.members}
        />
        <FormError error={save.error ?? remove.error} />
        <Group justify="space-between">
          {team === 'new' ? (
            <span />
          ) : (
            <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              Remove
            </Button>
          )}
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}

function draftOf(team: Team | 'new'): Draft {
  if (team === 'new') return { name: '', parent_id: null, members: [] }
  return { name: team.name, parent_id: team.parent_id, members: team.members.map(({ id }) => id) }
}

function useTeamChanges(team: Team | 'new', onDone: () => void) {
  const client = useQueryClient()
  const done = async (sentence: string) => {
    toastSaved(sentence)
    onDone()
    await client.invalidateQueries()
  }
  const save = useMutation({
    mutationFn: (draft: Draft) =>
      team === 'new' ? api.teams.create(draft) : api.teams.change(team.id, draft),
    onSuccess: ({ name }) => done(`Team ${name} saved`),
  })
  const remove = useMutation({
    mutationFn: () => (team === 'new' ? Promise.resolve() : api.teams.remove(team.id)),
    onSuccess: () => done('Team removed'),
  })
  return { save, remove }
}
