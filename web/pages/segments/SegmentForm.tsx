import { Alert, Button, Group, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import {
  membersOf,
  type Segment,
  type SegmentChange,
  type SegmentDefinition,
  type SegmentInput,
  type SegmentMembers,
} from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { links } from '../../lib/links.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { UserPicker } from '../../components/UserPicker.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import classes from './builder.module.css'
import { ConditionGroup } from './ConditionGroup.tsx'
import { draftStore, type SegmentDraft } from './draft-store.ts'
import type { DraftGroup } from './draft-schema.ts'
import { blank, countRows, toDraft } from './draft.ts'
import { FolderField } from './FolderField.tsx'
import { MembersContext } from './members-context.ts'
import { PreviewPanel } from './PreviewPanel.tsx'
import { readDraft } from './read-draft.ts'
import { Sentence } from './Sentence.tsx'
import { useSegmentDraft } from './use-segment-draft.ts'

const kinds: { value: SegmentMembers; label: string }[] = [
  { value: 'people', label: 'People' },
  { value: 'companies', label: 'Companies' },
]

export type SegmentFormProps = {
  /** The segment that is changed; null for a new one. */
  id: string | null
  /** What the form begins with when no draft is stored. */
  start: () => SegmentDraft
  /** Whose it is, also for readers who may not list their colleagues. */
  owner?: Segment['owner']
}

/** The builder: name, conditions, the sentence they make and who matches, while one edits. */
export function SegmentForm({ id, start, owner = null }: SegmentFormProps) {
  const [saved] = useState(start)
  const { draft, restored, change, discard } = useSegmentDraft(id, saved)
  const [pressed, setPressed] = useState(false)
  const save = useSave(id, saved)
  const { definition, problems } = readDraft(draft.root, draft.members)
  const nameless = draft.name.trim() === ''
  const refused = fieldErrors(save.error)
  const changeRoot = (root: DraftGroup) => {
    // A row that was just added is not wrong yet.
    if (countRows(root) > countRows(draft.root)) setPressed(false)
    change({ root })
  }
  const take = (typed: SegmentDefinition) => {
    const members = membersOf(typed)
    // One that is saved stays of what it is.
    if (id === null) change({ members, root: toDraft(typed) })
    else if (members === draft.members) changeRoot(toDraft(typed))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setPressed(true)
    if (definition && !nameless) save.mutate({ ...namesOf(draft), definition })
  }
  return (
    <Page
      title={id === null ? 'New segment' : `Edit ${saved.name}`}
      parent={<TextLink {...links.segments()}>Segments</TextLink>}
    >
      {restored && <RestoredNotice at={draft.at} onDiscard={discard} />}
      <form onSubmit={submit} noValidate className={classes.layout}>
        <div>
          <Stack gap="sm" mb="lg" maw="36rem">
            <TextInput
              label="Name"
              required
              value={draft.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
              error={pressed && nameless ? 'Give the segment a name.' : refused.name}
            />
            <Textarea
              label="Description"
              autosize
              maxRows={6}
              value={draft.description}
              onChange={(event) => change({ description: event.currentTarget.value })}
              error={refused.description}
            />
            <Group gap="sm" grow preventGrowOverflow={false}>
              <FolderField
                value={draft.folder}
                onChange={(folder) => change({ folder })}
                error={refused.folder}
              />
              {id !== null && (
                <UserPicker
                  label="Owner"
                  placeholder="Nobody"
                  value={draft.ownerId}
                  onChange={(ownerId) => change({ ownerId })}
                  chosen={owner}
                  error={refused.owner_id}
                />
              )}
            </Group>
          </Stack>
          {id === null && (
            <SegmentedControl
              aria-label="Of what the segment is"
              size="xs"
              mb="sm"
              data={kinds}
              value={draft.members}
              onChange={(members) => change({ members, root: blank.root(members) })}
            />
          )}
          <MembersContext value={draft.members}>
            <ConditionGroup group={draft.root} onChange={changeRoot} problems={(pressed && problems) || {}} />
          </MembersContext>
          <Sentence definition={definition} onDefinition={take} />
          <FormError error={save.error} />
          <Group gap="xs" mt="md">
            <Button type="submit" loading={save.isPending}>
              {id === null ? 'Create segment' : 'Save'}
            </Button>
            <ButtonLink {...(id === null ? links.segments() : links.segment(id))} variant="default">
              {draft.at ? 'Leave, keep the draft' : 'Cancel'}
            </ButtonLink>
          </Group>
        </div>
        <MembersContext value={draft.members}>
          <PreviewPanel definition={definition} segment={id} />
        </MembersContext>
      </form>
    </Page>
  )
}

function RestoredNotice({ at, onDiscard }: { at: string | null; onDiscard: () => void }) {
  return (
    <Alert variant="light" color="indigo" mb="md" py="xs" c="inherit">
      <Group justify="space-between" gap="xs">
        <span>
          Your draft of <RelativeTime at={at} otherwise="an earlier visit" /> is still here; it is not saved
          yet.
        </span>
        <Button variant="default" size="compact-sm" onClick={onDiscard}>
          Discard the draft
        </Button>
      </Group>
    </Alert>
  )
}

function useSave(id: string | null, saved: SegmentDraft) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (input: Saved): Promise<Segment> =>
      id === null
        ? api.segments.create({ ...input, owner_id: undefined })
        : api.segments.change(id, changeOf(saved, input)),
    onSuccess: async (segment) => {
      draftStore.forget(id)
      client.setQueryData(['segments', 'one', segment.id], segment)
      toastSaved(id === null ? `Segment ${segment.name} created` : `Segment ${segment.name} saved`)
      await navigate(links.segment(segment.id))
      await client.invalidateQueries({ queryKey: ['segments'] })
    },
  })
}

type Saved = Omit<SegmentChange, 'name'> & Pick<SegmentInput, 'name'> & { definition: SegmentDefinition }

function namesOf({ name, description, folder, ownerId }: SegmentDraft) {
  return { name, description, folder, owner_id: ownerId }
}

/** Without the definition when that is the same, because with one the segment is built anew. */
function changeOf(saved: SegmentDraft, { definition, ...names }: Saved): SegmentChange {
  const same = JSON.stringify(definition) === JSON.stringify(readDraft(saved.root, saved.members).definition)
  return same ? names : { ...names, definition }
}
