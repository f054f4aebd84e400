import { useSyncExternalStore } from 'react'
import type { Deal } from '../../../model/deal.ts'
import { dueState, dueText, type DueState } from '../../lib/activities.ts'
import { minuteClock } from '../../lib/minute-clock.ts'
import classes from '../../components/board/board.module.css'

const words: Record<DueState, string> = {
  overdue: 'Overdue',
  today: 'Due today',
  upcoming: 'Planned',
  none: 'Planned',
}

/** Whether something is planned for a deal: a shape and a colour for each state, and the words for it on hover and aloud. */
export function NextActivity({ next }: { next: Deal['next_activity'] }) {
  useSyncExternalStore(minuteClock.subscribe, minuteClock.read)
  const state = next ? dueState(next) : 'nothing'
  const text = next
    ? `${words[dueState(next)]}: ${next.subject}${next.due_at || next.due_on ? `, ${dueText(next)}` : ''}`
    : 'Nothing planned'
  return <span className={classes.next} data-state={state} role="img" aria-label={text} title={text} />
}
