import { useSyncExternalStore } from 'react'
import { dueState, dueText, type Due } from '../../lib/activities.ts'
import { exactTime } from '../../lib/format.ts'
import { minuteClock } from '../../lib/minute-clock.ts'
import classes from './activities.module.css'

/** When it is due; late is said in words as well as in colour. */
export function DueText({ due, isDone = false }: { due: Due; isDone?: boolean }) {
  useSyncExternalStore(minuteClock.subscribe, minuteClock.read)
  const state = isDone ? 'none' : dueState(due)
  if (due.due_at === null && due.due_on === null) return null
  return (
    <span className={classes.due} data-state={state} title={due.due_at ? exactTime(due.due_at) : undefined}>
      {state === 'overdue' && 'Overdue: '}
      {dueText(due)}
    </span>
  )
}
