import { Button, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { ActivityKind } from '../../../model/activity.ts'
import { kindNames } from '../../lib/activities.ts'
import { sentenceOf } from '../../lib/http.ts'
import { modifierKey, useShortcuts } from '../../lib/keyboard.ts'
import { useMay, useSession } from '../../lib/session.ts'
import { KeyHint } from '../../ui/KeyHint.tsx'
import classes from './activities.module.css'
import { newDraft, readDraft, type ActivityDraft } from './activity-draft.ts'
import { ActivityFields } from './ActivityFields.tsx'
import { KindIcon } from './KindIcon.tsx'
import { MentionArea } from './MentionArea.tsx'
import { SnippetMenu } from './SnippetMenu.tsx'
import { useNewActivity } from './use-activity-edits.ts'

/** What a new activity will be about. */
export type About = { personId?: string; companyId?: string; dealId?: string }

const offered: { kind: ActivityKind; key: string }[] = [
  { kind: 'note', key: 'n' },
  { kind: 'call', key: 'c' },
  { kind: 'meeting', key: 'm' },
  { kind: 'email', key: 'e' },
  { kind: 'task', key: 't' },
]

/** Writes a note, logs a call, plans a meeting or a task: one row of buttons, each with its key, until one is chosen. */
export function ActivityComposer({ about }: { about: About }) {
  const { user } = useSession()
  const may = useMay()('activities:write')
  const [draft, setDraft] = useState<ActivityDraft | null>(null)
  const open = (kind: ActivityKind) =>
    setDraft((old) => ({
      ...newDraft(kind, user?.id ?? null),
      subject: old?.subject ?? '',
      body: old?.body ?? '',
    }))
  useShortcuts(may ? Object.fromEntries(offered.map(({ kind, key }) => [key, () => open(kind)])) : {})
  if (!may) return null
  return (
    <section className={classes.composer} aria-label="Add an activity">
      <div className={classes.kinds} role="group" aria-label="Kind of activity">
        {offered.map(({ kind, key }) => (
          <Button
            key={kind}
            size="compact-sm"
            variant={draft?.kind === kind ? 'light' : 'subtle'}
            color={draft?.kind === kind ? 'indigo' : 'gray'}
            {...(draft?.kind !== kind && { c: 'inherit' })}
            flex="none"
            leftSection={<KindIcon kind={kind} />}
            rightSection={<KeyHint keys={key} />}
            aria-keyshortcuts={key}
            aria-pressed={draft?.kind === kind}
            onClick={() => open(kind)}
          >
            {kindNames[kind]}
          </Button>
        ))}
      </div>
      {draft && (
        <Form
          key={draft.kind}
          draft={draft}
          about={about}
          set={(change) => setDraft((old) => old && { ...old, ...change })}
          onClose={() => setDraft(null)}
        />
      )}
    </section>
  )
}

type FormProps = {
  draft: ActivityDraft
  about: About
  set: (change: Partial<ActivityDraft>) => void
  onClose: () => void
}

function Form({ draft, about, set, onClose }: FormProps) {
  const [missing, setMissing] = useState<string | null>(null)
  const create = useNewActivity(onClose)
  const save = () => {
    const input = readDraft(draft)
    if ('missing' in input) return setMissing(input.missing)
    setMissing(null)
    create.mutate({
      ...input,
      ...(about.personId && { person_ids: [about.personId] }),
      ...(about.companyId && { company_ids: [about.companyId] }),
      ...(about.dealId && { deal_ids: [about.dealId] }),
    })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!create.isPending) save()
  }
  const leave = () => {
    if (draft.subject === '' && draft.body === '') onClose()
  }
  const isNote = draft.kind === 'note'
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      {!isNote && (
        <TextInput
          aria-label="What about"
          placeholder="What about"
          autoFocus
          maxLength={300}
          value={draft.subject}
          onChange={(event) => set({ subject: event.currentTarget.value })}
          onKeyDown={(event) => event.key === 'Escape' && leave()}
        />
      )}
      <MentionArea
        aria-label="Note"
        placeholder={isNote ? 'Write a note. @ mentions a colleague, **bold**, - list' : 'Notes'}
        minRows={isNote ? 3 : 2}
        autoFocus={isNote}
        value={draft.body}
        onChange={(body) => set({ body })}
        onSubmit={save}
        onEscape={leave}
      />
      {!isNote && <ActivityFields draft={draft} set={set} />}
      {(missing ?? create.error) && (
        <Text size="sm" c="var(--kith-bad)" role="alert">
          {missing ?? sentenceOf(create.error)}
        </Text>
      )}
      <div className={classes.foot}>
        <span className={classes.foot}>
          <SnippetMenu
            typed={draft.body}
            onChoose={(text) => set({ body: draft.body === '' ? text : `${draft.body}\n${text}` })}
          />
          <KeyHint keys={`${modifierKey} Enter`} />
        </span>
        <span className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            {isNote ? 'Add the note' : draft.happened ? 'Log it' : 'Plan it'}
          </Button>
        </span>
      </div>
    </form>
  )
}
