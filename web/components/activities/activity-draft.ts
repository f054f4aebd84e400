import type { ActivityInput, ActivityKind, Priority } from '../../../model/activity.ts'
import { dayFrom, dueOf, remindAt, type ReminderChoice } from '../../lib/activities.ts'

/** What is typed into the composer, before it becomes an activity. */
export type ActivityDraft = {
  kind: ActivityKind
  subject: string
  body: string
  /** Whether it has happened already, rather than being planned. */
  happened: boolean
  day: string
  time: string
  minutes: number | null
  outcome: string | null
  priority: Priority
  assigneeId: string | null
  reminder: ReminderChoice
}

/** An empty draft: calls are mostly logged, meetings and tasks mostly planned, for tomorrow. */
export function newDraft(kind: ActivityKind, assigneeId: string | null): ActivityDraft {
  const happened = kind === 'call' || kind === 'note' || kind === 'email'
  return {
    kind,
    subject: '',
    body: '',
    happened,
    day: happened ? '' : dayFrom(1),
    time: kind === 'meeting' ? '10:00' : '',
    minutes: kind === 'meeting' ? 30 : null,
    outcome: kind === 'call' ? 'connected' : null,
    priority: 'normal',
    assigneeId,
    reminder: kind === 'meeting' ? '15' : '',
  }
}

/** The activity that a draft means, or what is missing. */
export function readDraft(draft: ActivityDraft): ActivityInput | { missing: string } {
  const { kind, subject, body, happened, outcome, minutes, priority } = draft
  if (kind === 'note')
    return body.trim() === '' ? { missing: 'Write something first.' } : { kind, body: body.trim() }
  if (subject.trim() === '') return { missing: 'Say in a few words what it is about.' }
  const common = { kind, subject: subject.trim(), body: body.trim(), duration_minutes: minutes, priority }
  if (happened) return { ...common, done: true, outcome, assignee_id: draft.assigneeId }
  const due = dueOf(draft.day, draft.time)
  return { ...common, ...due, assignee_id: draft.assigneeId, remind_at: remindAt(due, draft.reminder) }
}
