import type { ActivityChange, ActivityChangesAnswer } from '../../../model/activity.ts'
import { KithError } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changeActivity } from './change-activity.ts'

/** Makes many changes, each in a transaction of its own, so that one that is refused does not keep back the others. */
export async function changeActivities(
  platform: Platform,
  actor: Actor,
  changes: { id: string; change: ActivityChange }[],
): Promise<ActivityChangesAnswer> {
  const answer: ActivityChangesAnswer = { changed: [], refused: [] }
  for (const one of changes) {
    try {
      answer.changed.push(await changeActivity(platform, actor, one))
    } catch (error) {
      if (!(error instanceof KithError)) throw error
      answer.refused.push({ id: one.id, code: error.code, message: error.message })
    }
  }
  return answer
}
