import type { NotificationKind } from '../../../../model/notification-settings.ts'
import type { MailLine } from '../../../platform/mail/index.ts'

/** A notification that a mail tells of. */
export type Told = {
  id: number
  user_id: string
  kind: NotificationKind
  title: string
  text: string
  actor_name: string | null
  subject_type: string
  subject_id: string
}

/** What a notification says, with where it leads. */
export function lineOf(told: Told, baseUrl: string): MailLine {
  return {
    text: told.kind === 'reminder' ? `Reminder: ${told.title || 'something to do'}` : told.title,
    detail: told.text || undefined,
    href: `${baseUrl.replace(/\/+$/, '')}${pathOf(told)}`,
  }
}

function pathOf({ subject_type, subject_id }: Told): string {
  const id = encodeURIComponent(subject_id)
  if (subject_type === 'activity') return `/notifications?activity=${id}`
  if (subject_type === 'segment') return `/segments/${id}`
  if (subject_type === 'lead') return `/leads?lead=${id}`
  if (subject_type === 'deal') return `/deals?deal=${id}`
  return '/notifications'
}
