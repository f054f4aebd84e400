import { Button, NativeSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { outcomes, priorities, type Priority } from '../../../model/activity.ts'
import {
  colleaguesQuery,
  dayFrom,
  priorityNames,
  reminderNames,
  type ReminderChoice,
} from '../../lib/activities.ts'
import { useMay } from '../../lib/session.ts'
import classes from './activities.module.css'
import type { ActivityDraft } from './activity-draft.ts'

export type ActivityFieldsProps = { draft: ActivityDraft; set: (change: Partial<ActivityDraft>) => void }

const quickDays = [
  ['Today', 0],
  ['Tomorrow', 1],
  ['In a week', 7],
] as const

/** When, how long, how it went, and who has it to do. */
export function ActivityFields({ draft, set }: ActivityFieldsProps) {
  return (
    <>
      {(draft.kind === 'call' || draft.kind === 'meeting' || draft.kind === 'email') && (
        <SegmentedControl
          size="xs"
          aria-label="Planned or done"
          w="fit-content"
          data={[
            { value: 'happened', label: 'It happened' },
            { value: 'planned', label: 'Plan it' },
          ]}
          value={draft.happened ? 'happened' : 'planned'}
          onChange={(value) =>
            set({ happened: value === 'happened', day: value === 'happened' ? '' : draft.day || dayFrom(1) })
          }
        />
      )}
      <div className={classes.fields}>
        {draft.happened ? <Outcome draft={draft} set={set} /> : <When draft={draft} set={set} />}
        {draft.kind !== 'task' && (
          <NumberInput
            label="Minutes"
            w="6rem"
            min={1}
            max={1440}
            hideControls
            value={draft.minutes ?? ''}
            onChange={(minutes) => set({ minutes: typeof minutes === 'number' ? minutes : null })}
          />
        )}
        {draft.kind === 'task' && (
          <NativeSelect
            label="Priority"
            data={priorities.map((value) => ({ value, label: priorityNames[value] }))}
            value={draft.priority}
            onChange={(event) => set({ priority: event.currentTarget.value as Priority })}
          />
        )}
        <Assignee value={draft.assigneeId} onChange={(assigneeId) => set({ assigneeId })} />
      </div>
    </>
  )
}

function Outcome({ draft, set }: ActivityFieldsProps) {
  const known = Object.entries(outcomes[draft.kind])
  if (known.length === 0) return null
  return (
    <NativeSelect
      label="How it went"
      data={[{ value: '', label: 'Not said' }, ...known.map(([value, label]) => ({ value, label }))]}
      value={draft.outcome ?? ''}
      onChange={(event) => set({ outcome: event.currentTarget.value || null })}
    />
  )
}

function When({ draft, set }: ActivityFieldsProps) {
  return (
    <>
      <TextInput
        label="Day"
        type="date"
        value={draft.day}
        onChange={(event) => set({ day: event.currentTarget.value })}
      />
      <TextInput
        label="Time"
        type="time"
        value={draft.time}
        onChange={(event) => set({ time: event.currentTarget.value })}
      />
      <Button.Group>
        {quickDays.map(([label, days]) => (
          <Button
            key={label}
            variant="default"
            size="xs"
            h="2.25rem"
            aria-pressed={draft.day === dayFrom(days)}
            onClick={() => set({ day: dayFrom(days) })}
          >
            {label}
          </Button>
        ))}
      </Button.Group>
      <NativeSelect
        label="Reminder"
        data={Object.entries(reminderNames).map(([value, label]) => ({ value, label }))}
        value={draft.reminder}
        onChange={(event) => set({ reminder: event.currentTarget.value as ReminderChoice })}
      />
    </>
  )
}

/** Chooses a colleague who has it to do. */
export function Assignee({
  value,
  onChange,
}: {
  value: string | null
  onChange: (id: string | null, name: string) => void
}) {
  const may = useMay()('users:read')
  const { data = [] } = useQuery({ ...colleaguesQuery, enabled: may })
  if (!may) return null
  return (
    <NativeSelect
      label="For"
      data={[{ value: '', label: 'Nobody yet' }, ...data.map(({ id, name }) => ({ value: id, label: name }))]}
      value={value ?? ''}
      onChange={(event) => {
        const { selectedOptions, value: id } = event.currentTarget
        onChange(id || null, selectedOptions[0]?.label ?? '')
      }}
    />
  )
}
