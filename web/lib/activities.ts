import { queryOptions } from '@tanstack/react-query'
import type { Activity, ActivityKind, Priority } from '../../model/activity.ts'
import { api } from '../api.ts'

const DAY_MS = 86_400_000
const MOST_COLLEAGUES = 1_000

/** Whose time of day counts: the reader's. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

export const kindNames: Record<ActivityKind, string> = {
  call: 'Call',
  meeting: 'Meeting',
  email: 'E-mail',
  task: 'Task',
  note: 'Note',
}

export const priorityNames: Record<Priority, string> = { low: 'Low', normal: 'Normal', high: 'High' }

/** Everybody who works here, for assigning and mentioning; they change seldom. */
export const colleaguesQuery = queryOptions({
  queryKey: ['users', 'colleagues'],
  queryFn: async () => (await api.users.list({ limit: MOST_COLLEAGUES })).data,
  staleTime: 5 * 60_000,
})

export type Due = Pick<Activity, 'due_at' | 'due_on'>
export type DueState = 'overdue' | 'today' | 'upcoming' | 'none'

/** When it is due, as seen from now. */
export function dueState({ due_at, due_on }: Due, now: Date = new Date()): DueState {
  const today = localDay(now)
  if (due_on !== null) return due_on < today ? 'overdue' : due_on === today ? 'today' : 'upcoming'
  if (due_at === null) return 'none'
  const at = new Date(due_at)
  if (at < now) return 'overdue'
  return localDay(at) === today ? 'today' : 'upcoming'
}

/** "Today", "Today, 14:30", "Tomorrow", "Fri, 4 Dec, 09:00": when it is due. */
export function dueText({ due_at, due_on }: Due, now: Date = new Date()): string {
  const day = due_on ?? (due_at === null ? null : localDay(new Date(due_at)))
  if (day === null) return 'No date'
  const time =
    due_at === null
      ? []
      : [new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(new Date(due_at))]
  return [dayText(day, now), ...time].join(', ')
}

function dayText(day: string, now: Date): string {
  const days = Math.round((Date.parse(day) - Date.parse(localDay(now))) / DAY_MS)
  if (days === 0) return 'Today'
  if (days === 1) return 'Tomorrow'
  if (days === -1) return 'Yesterday'
  const year = day.slice(0, 4) === String(now.getFullYear()) ? {} : { year: 'numeric' as const }
  return new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    ...year,
  }).format(new Date(day))
}

/** "2026-11-25" where the reader is. */
export function localDay(at: Date): string {
  const part = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${part(at.getMonth() + 1)}-${part(at.getDate())}`
}

/** "14:30" where the reader is. */
export function localTime(at: Date): string {
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
}

/** The day that many days from now. */
export function dayFrom(days: number, now: Date = new Date()): string {
  return localDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days))
}

/** A day and a time of day as the API takes them; without a time the whole day is meant. */
export function dueOf(day: string, time: string): Due {
  if (day === '') return { due_at: null, due_on: null }
  if (time === '') return { due_at: null, due_on: day }
  return { due_at: new Date(`${day}T${time}`).toISOString(), due_on: null }
}

/** The same due time on another day. */
export function movedTo(day: string, { due_at }: Due): Due {
  return dueOf(day, due_at === null ? '' : localTime(new Date(due_at)))
}

/** How long before it is due to remind, in minutes; of a whole day, before nine in the morning. */
export const reminderNames = {
  '': 'No reminder',
  '0': 'At the time',
  '15': '15 minutes before',
  '60': 'An hour before',
  '1440': 'A day before',
} as const
export type ReminderChoice = keyof typeof reminderNames

/** When to remind; null without a date or a reminder. */
export function remindAt({ due_at, due_on }: Due, choice: ReminderChoice): string | null {
  const due = due_at ?? (due_on === null ? null : `${due_on}T09:00`)
  if (due === null || choice === '') return null
  return new Date(new Date(due).getTime() - Number(choice) * 60_000).toISOString()
}
