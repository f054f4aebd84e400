import { startOf } from '../../../model/text.ts'
import type { Activity } from '../../../model/activity.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { notify, type NewNotification } from '../notifications/notify.ts'

const TEXT_LENGTH = 200

type Before = Pick<Activity, 'mentions' | 'assignee'> | null

/** Tells those who are mentioned for the first time, and whoever has it to do from now on; nobody of what they did themselves. */
export async function tellColleagues(
  trx: Trx,
  actor: Actor,
  { before, activity, at }: { before: Before; activity: Activity; at: Date },
): Promise<void> {
  const knew = new Set(before?.mentions.map(({ id }) => id))
  const mentions = activity.mentions.filter(({ id }) => id !== actor.id && !knew.has(id))
  const assignee = activity.assignee?.id
  const isToDo = activity.done_at === null
  const isNew = isToDo && assignee && assignee !== actor.id && assignee !== before?.assignee?.id
  const about = { subject_type: 'activity', subject_id: activity.id, actor_name: actor.name }
  const news: NewNotification[] = mentions.map(({ id }) => ({
    ...about,
    user_id: id,
    kind: 'mention',
    title: `${actor.name} mentioned you${activity.subject && ` in “${activity.subject}”`}`,
    text: startOf(activity.body, TEXT_LENGTH),
  }))
  if (isNew)
    news.push({
      ...about,
      user_id: assignee,
      kind: 'assigned',
      title: `${actor.name} gave you “${activity.subject}”`,
      text: startOf(activity.body, TEXT_LENGTH),
    })
  await notify(trx, news, at)
}
