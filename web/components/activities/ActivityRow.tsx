import { ActionIcon, Checkbox, Menu, UnstyledButton } from '@mantine/core'
import { IconClockPause, IconFlag } from '@tabler/icons-react'
import { type KeyboardEvent } from 'react'
import type { Activity } from '../../../model/activity.ts'
import { companyLabel } from '../../lib/companies.ts'
import { dayFrom, kindNames } from '../../lib/activities.ts'
import { personLabel } from '../../lib/people.ts'
import { useMay } from '../../lib/session.ts'
import classes from './activities.module.css'
import { DueText } from './DueText.tsx'
import { KindIcon } from './KindIcon.tsx'
import { useActivityEdits } from './use-activity-edits.ts'

export type ActivityRowProps = {
  activity: Activity
  onOpen: (id: string) => void
  selected?: boolean
  onSelect?: (id: string) => void
  /** Leaves out who has it to do, where that is known. */
  mine?: boolean
}

export const snoozes = [
  ['Tomorrow', 1],
  ['In three days', 3],
  ['In a week', 7],
] as const

/** Something to do in one line. With the focus on it: e completes it, s moves it to tomorrow, Enter opens it, x selects it. */
export function ActivityRow({
  activity,
  onOpen,
  selected = false,
  onSelect,
  mine = false,
}: ActivityRowProps) {
  const edits = useActivityEdits()
  const may = useMay()('activities:write')
  const isDone = activity.done_at !== null
  const title = activity.subject || kindNames[activity.kind]
  const toggle = () => (isDone ? edits.reopen(activity) : edits.complete([activity]))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'e' && may) toggle()
    else if (event.key === 's' && may && !isDone) edits.snooze([activity], dayFrom(1))
    else if (event.key === 'x' && onSelect) onSelect(activity.id)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <li className={classes.row} data-selected={selected || undefined}>
      <Checkbox
        size="xs"
        radius="xl"
        checked={isDone}
        disabled={!may}
        onChange={toggle}
        aria-label={isDone ? `Reopen ${title}` : `Complete ${title}`}
      />
      <span className={classes.icon} title={kindNames[activity.kind]}>
        <KindIcon kind={activity.kind} />
      </span>
      <span className={classes.what}>
        <UnstyledButton
          className={classes.subject}
          data-row
          data-done={isDone || undefined}
          onKeyDown={onKeyDown}
          onClick={(event) =>
            onSelect && (event.shiftKey || event.ctrlKey || event.metaKey)
              ? onSelect(activity.id)
              : onOpen(activity.id)
          }
        >
          {activity.priority === 'high' && <IconFlag size={13} role="img" aria-label="High priority:" />}{' '}
          {title}
        </UnstyledButton>
        <span className={classes.about}>{aboutText(activity, mine)}</span>
      </span>
      <DueText due={activity} isDone={isDone} />
      {may && !isDone ? <Snooze activity={activity} title={title} /> : <span />}
    </li>
  )
}

function Snooze({ activity, title }: { activity: Activity; title: string }) {
  const edits = useActivityEdits()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" aria-label={`Later: ${title}`} title="Do it later">
          <IconClockPause size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {snoozes.map(([label, days]) => (
          <Menu.Item key={label} onClick={() => edits.snooze([activity], dayFrom(days))}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Whom it is about: "Ada Lovelace · Acme · Ten chairs". */
function aboutText({ people, companies, deals, assignee }: Activity, mine: boolean): string {
  const names = [
    ...people.map(personLabel),
    ...companies.map(companyLabel),
    ...deals.map(({ name }) => name),
    ...(mine || !assignee ? [] : [`for ${assignee.name}`]),
  ]
  return names.join(' · ')
}
