import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { Activity, ActivityChange, ActivityInput } from '../../../model/activity.ts'
import { api } from '../../api.ts'
import { dueText, kindNames, movedTo } from '../../lib/activities.ts'
import { counted } from '../../lib/format.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

/** An event takes about this long from the change to the timeline. */
const TIMELINE_MS = 1_500

/** What was changed, what to, and what to change it back to. */
type Edit = { said: string; changes: Changes; back?: Changes }
type Changes = { id: string; change: ActivityChange }[]

/** Completes, reopens, snoozes and changes activities, one or many, each with "Undo". */
export function useActivityEdits() {
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: ({ changes }: Edit) => save(changes),
    onSuccess: async (_answer, { said, back }) => {
      toastSaved(said, back && (() => void takeBack(client, back)))
      await refreshActivities(client)
    },
    onError: (error) => toastError(error),
  })
  return {
    complete: (activities: Activity[], outcome?: string) =>
      mutate({
        said: activities.length === 1 ? `${titleOf(activities[0])} done` : `${countOf(activities)} done`,
        changes: activities.map(({ id }) => ({ id, change: { done: true, ...(outcome && { outcome }) } })),
        back: activities.map(({ id }) => ({ id, change: { done: false } })),
      }),
    reopen: (activity: Activity) =>
      mutate({
        said: `${titleOf(activity)} reopened`,
        changes: [{ id: activity.id, change: { done: false } }],
        back: [
          {
            id: activity.id,
            change: {
              outcome: activity.outcome,
              ...(activity.done_at && { done_at: activity.done_at }),
            },
          },
        ],
      }),
    snooze: (activities: Activity[], day: string) =>
      mutate({
        said: `${activities.length === 1 ? titleOf(activities[0]) : countOf(activities)} moved to ${dueText({ due_at: null, due_on: day })}`,
        changes: activities.map((one) => ({ id: one.id, change: movedTo(day, one) })),
        back: activities.map(({ id, due_at, due_on }) => ({ id, change: { due_at, due_on } })),
      }),
    assign: (activities: Activity[], assigneeId: string | null, name: string) =>
      mutate({
        said: `${activities.length === 1 ? titleOf(activities[0]) : countOf(activities)} given to ${name}`,
        changes: activities.map(({ id }) => ({ id, change: { assignee_id: assigneeId } })),
        back: activities.map(({ id, assignee }) => ({ id, change: { assignee_id: assignee?.id ?? null } })),
      }),
  }
}

/** Makes an activity; `onDone` hears of it once it is kept. */
export function useNewActivity(onDone: (made: Activity) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: ActivityInput) => api.activities.create(input),
    onSuccess: async (made) => {
      const verb = made.done_at === null ? 'planned' : made.kind === 'note' ? 'added' : 'logged'
      toastSaved(`${kindNames[made.kind]} ${verb}`, () => void remove(client, made))
      onDone(made)
      await refreshActivities(client)
    },
  })
}

/** Everything that shows activities is read again; timelines a little later, too. */
export async function refreshActivities(client: QueryClient): Promise<void> {
  const refresh = () =>
    Promise.all(
      [['activities'], ['deals'], ['people', 'timeline'], ['companies', 'timeline']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    )
  setTimeout(() => void refresh(), TIMELINE_MS)
  await refresh()
}

/** Deletes one, with "Undo". */
export async function removeActivity(client: QueryClient, activity: Activity): Promise<void> {
  await api.activities.remove(activity.id)
  toastSaved(`${titleOf(activity)} deleted`, () => void restore(client, activity))
  await refreshActivities(client)
}

async function save(changes: Changes): Promise<void> {
  const [first] = changes
  if (changes.length === 1 && first) await api.activities.change(first.id, first.change)
  else if (changes.length > 1) {
    const { refused } = await api.activities.changeMany(changes)
    const [one] = refused
    if (one)
      toastError(null, `${counted(refused.length, 'activity', 'activities')} not changed: ${one.message}`)
  }
}

const takeBack = (client: QueryClient, back: Changes) => undo(client, () => save(back))
const remove = (client: QueryClient, { id }: Activity) => undo(client, () => api.activities.remove(id))
const restore = (client: QueryClient, { id }: Activity) => undo(client, () => api.activities.restore(id))

async function undo(client: QueryClient, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
    toastSaved('Undone')
  } catch (error) {
    toastError(error)
  }
  await refreshActivities(client)
}

const titleOf = (activity: Activity | undefined) =>
  activity ? activity.subject || kindNames[activity.kind] : ''
const countOf = (activities: Activity[]) => counted(activities.length, 'activity', 'activities')
