import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Activity, ActivityChange } from '../../../model/activity.ts'
import { api } from '../../api.ts'
import { ApiError } from '../../lib/http.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import type { Conflict } from './ConflictAlert.tsx'
import { refreshActivities } from './use-activity-edits.ts'

/** Edits one activity in its panel; when somebody else changed it meanwhile, the reader decides whose words stay. */
export function useActivityEdit(activity: Activity) {
  const client = useQueryClient()
  const key = ['activities', 'one', activity.id]
  const edit = useMutation({
    mutationFn: (change: ActivityChange) =>
      api.activities.change(activity.id, { version: activity.version, ...change }),
    onSuccess: async (changed) => {
      client.setQueryData(key, changed)
      toastSaved('Saved', undefined, activity.id)
      await refreshActivities(client)
    },
    onError: (error) => currentOf(error) === null && toastError(error),
  })
  const current = currentOf(edit.error)
  const typed = edit.variables
  const decide = (change: ActivityChange | null) => {
    if (current) client.setQueryData(key, current)
    edit.reset()
    if (change && current) edit.mutate({ ...change, version: current.version })
  }
  return {
    save: edit.mutate,
    conflict: current && typed ? conflictOf({ current, typed, decide }) : null,
  }
}

function conflictOf({
  current,
  typed,
  decide,
}: {
  current: Activity
  typed: ActivityChange
  decide: (change: ActivityChange | null) => void
}): Conflict {
  const { body } = typed
  return {
    sentence: 'Somebody else changed this while you did.',
    mine: () => decide(typed),
    theirs: () => decide(null),
    both:
      body === undefined || body === current.body
        ? undefined
        : () => decide({ ...typed, body: [current.body, body].filter(Boolean).join('\n\n') }),
    compare: body === undefined ? undefined : { mine: body, theirs: current.body },
  }
}

/** What the activity is now, when the server refused an edit because somebody else changed it. */
function currentOf(error: Error | null): Activity | null {
  if (!(error instanceof ApiError) || error.code !== 'conflict') return null
  const { details } = error
  return typeof details === 'object' && details !== null && 'current' in details
    ? (details.current as Activity)
    : null
}
