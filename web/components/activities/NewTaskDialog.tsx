import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { sentenceOf } from '../../lib/http.ts'
import { useSession } from '../../lib/session.ts'
import { CompanyPicker } from '../CompanyPicker.tsx'
import { PersonPicker } from '../PersonPicker.tsx'
import { newDraft, readDraft } from './activity-draft.ts'
import { ActivityFields } from './ActivityFields.tsx'
import { MentionArea } from './MentionArea.tsx'
import { useNewActivity } from './use-activity-edits.ts'

/** A task from anywhere, about anybody or nobody. */
export function NewTaskDialog({ onClose }: { onClose: () => void }) {
  const { user } = useSession()
  const [draft, setDraft] = useState(() => newDraft('task', user?.id ?? null))
  const [about, setAbout] = useState<{ person: string | null; company: string | null }>({
    person: null,
    company: null,
  })
  const [missing, setMissing] = useState<string | null>(null)
  const create = useNewActivity(onClose)
  const set = (change: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...change }))
  const save = () => {
    const input = readDraft(draft)
    if ('missing' in input) return setMissing(input.missing)
    create.mutate({
      ...input,
      ...(about.person && { person_ids: [about.person] }),
      ...(about.company && { company_ids: [about.company] }),
    })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save()
  }
  return (
    <Modal opened onClose={onClose} title="New task" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label="What about"
            required
            data-autofocus
            maxLength={300}
            value={draft.subject}
            error={missing}
            onChange={(event) => {
              set({ subject: event.currentTarget.value })
              setMissing(null)
            }}
          />
          <MentionArea
            label="Notes"
            minRows={2}
            value={draft.body}
            onChange={(body) => set({ body })}
            onSubmit={save}
          />
          <ActivityFields draft={draft} set={set} />
          <Group grow align="flex-start">
            <PersonPicker
              label="Person"
              placeholder="Nobody"
              value={about.person}
              onChange={(person) => setAbout({ ...about, person })}
            />
            <CompanyPicker
              label="Company"
              placeholder="No company"
              value={about.company}
              onChange={(company) => setAbout({ ...about, company })}
            />
          </Group>
          {create.error && (
            <Text size="sm" c="var(--kith-bad)" role="alert">
              {sentenceOf(create.error)}
            </Text>
          )}
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
