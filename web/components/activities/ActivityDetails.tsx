import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { outcomes, priorities, type Activity, type Priority } from '../../../model/activity.ts'
import { dayFrom, dueOf, localDay, localTime, priorityNames } from '../../lib/activities.ts'
import { companyLabel } from '../../lib/companies.ts'
import { exactTime } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { personLabel } from '../../lib/people.ts'
import { useMay } from '../../lib/session.ts'
import { toastError } from '../../lib/toasts.tsx'
import { EditableText } from '../../ui/EditableText.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './activities.module.css'
import { Assignee } from './ActivityFields.tsx'
import { ConflictAlert } from './ConflictAlert.tsx'
import { DueText } from './DueText.tsx'
import { EditableNote } from './EditableNote.tsx'
import { NoteText } from './NoteText.tsx'
import { useActivityEdit } from './use-activity-edit.ts'
import { removeActivity, useActivityEdits } from './use-activity-edits.ts'

export type ActivityDetailsProps = { activity: Activity; onDone: () => void; onDeleted: () => void }

/** An activity whose fields are edited in place. */
export function ActivityDetails({ activity, onDone, onDeleted }: ActivityDetailsProps) {
  const may = useMay()('activities:write')
  const edit = useActivityEdit(activity)
  return (
    <>
      {edit.conflict && <ConflictAlert conflict={edit.conflict} />}
      {may && activity.kind !== 'note' && <Actions activity={activity} onDone={onDone} />}
      <AboutList activity={activity} />
      {may ? (
        <Fields activity={activity} save={edit.save} />
      ) : (
        <Stack gap="sm">
          <DueText due={activity} isDone={activity.done_at !== null} />
          <NoteText text={activity.body} mentions={activity.mentions} />
        </Stack>
      )}
      <Text size="sm" c="dimmed" mt="md" mb="lg">
        By {activity.author.name}, <RelativeTime at={activity.created_at} />
        {activity.done_at && ` · done ${exactTime(activity.done_at)}`}
      </Text>
      {may && <Delete activity={activity} onDeleted={onDeleted} />}
    </>
  )
}

function Actions({ activity, onDone }: Pick<ActivityDetailsProps, 'activity' | 'onDone'>) {
  const edits = useActivityEdits()
  if (activity.done_at !== null)
    return (
      <Button variant="default" mb="md" onClick={() => edits.reopen(activity)}>
        Reopen
      </Button>
    )
  const complete = (outcome?: string) => {
    edits.complete([activity], outcome)
    onDone()
  }
  const known = Object.entries(outcomes[activity.kind])
  return (
    <Group gap="xs" mb="md">
      {known.length === 0 && <Button onClick={() => complete()}>Complete</Button>}
      {known.map(([outcome, label]) => (
        <Button key={outcome} size="compact-sm" variant="default" onClick={() => complete(outcome)}>
          {label}
        </Button>
      ))}
      <Button
        variant="default"
        size={known.length === 0 ? 'sm' : 'compact-sm'}
        onClick={() => edits.snooze([activity], dayFrom(1))}
      >
        Tomorrow
      </Button>
    </Group>
  )
}

/** Whom it is about, each a link. */
function AboutList({ activity: { people, companies, deals } }: { activity: Activity }) {
  if (people.length + companies.length + deals.length === 0) return null
  return (
    <Section title="About">
      <Group gap="xs" mb="md">
        {people.map((person) => (
          <TextLink key={person.id} {...links.person(person.id)} fz="sm">
            {personLabel(person)}
          </TextLink>
        ))}
        {companies.map((company) => (
          <TextLink key={company.id} {...links.company(company.id)} fz="sm">
            {companyLabel(company)}
          </TextLink>
        ))}
        {deals.map((deal) => (
          <TextLink key={deal.id} {...links.deals({ deal: deal.id })} fz="sm">
            {deal.name}
          </TextLink>
        ))}
      </Group>
    </Section>
  )
}

type FieldsProps = { activity: Activity; save: ReturnType<typeof useActivityEdit>['save'] }

function Fields({ activity, save }: FieldsProps) {
  const known = Object.entries(outcomes[activity.kind])
  return (
    <Stack gap="sm">
      {activity.kind !== 'note' && (
        <EditableText
          label="What about"
          value={activity.subject}
          maxLength={300}
          onSave={(subject) => save({ subject })}
        />
      )}
      {activity.kind !== 'note' && activity.done_at === null && <When activity={activity} save={save} />}
      {known.length > 0 && activity.done_at !== null && (
        <NativeSelect
          label="How it went"
          data={[{ value: '', label: 'Not said' }, ...known.map(([value, label]) => ({ value, label }))]}
          value={activity.outcome ?? ''}
          onChange={(event) => save({ outcome: event.currentTarget.value || null })}
        />
      )}
      {activity.kind !== 'note' && (
        <div className={classes.fields}>
          <Assignee value={activity.assignee?.id ?? null} onChange={(id) => save({ assignee_id: id })} />
          <NativeSelect
            label="Priority"
            data={priorities.map((value) => ({ value, label: priorityNames[value] }))}
            value={activity.priority}
            onChange={(event) => save({ priority: event.currentTarget.value as Priority })}
          />
        </div>
      )}
      <EditableNote activity={activity} onSave={(body) => save({ body })} />
    </Stack>
  )
}

/** A day alone is a whole day. */
function When({ activity, save }: FieldsProps) {
  const { due_at, due_on } = activity
  const day = due_on ?? (due_at === null ? '' : localDay(new Date(due_at)))
  const time = due_at === null ? '' : localTime(new Date(due_at))
  return (
    <div className={classes.fields}>
      <TextInput
        label="Day"
        type="date"
        value={day}
        onChange={(event) => save(dueOf(event.currentTarget.value, time))}
      />
      <TextInput
        label="Time"
        type="time"
        value={time}
        disabled={day === ''}
        onChange={(event) => save(dueOf(day, event.currentTarget.value))}
      />
    </div>
  )
}

function Delete({ activity, onDeleted }: Pick<ActivityDetailsProps, 'activity' | 'onDeleted'>) {
  const client = useQueryClient()
  const remove = async () => {
    try {
      await removeActivity(client, activity)
      onDeleted()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <Button variant="subtle" color="red" c="var(--kith-bad)" size="compact-sm" onClick={() => void remove()}>
      Delete
    </Button>
  )
}
