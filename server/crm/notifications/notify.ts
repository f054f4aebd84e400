import { sql } from 'kysely'
import type { Notification } from '../../../model/activity.ts'
import type { Queryable } from '../../platform/relational/index.ts'

/** What somebody is told, and what it is about. */
export type NewNotification = Pick<
  Notification,
  'kind' | 'title' | 'text' | 'subject_type' | 'subject_id'
> & {
  user_id: string
  actor_name: string | null
}

/** Tells users something in the interface. Who has been removed meanwhile is left out. */
export async function notify(db: Queryable, news: NewNotification[], at: Date): Promise<void> {
  if (news.length === 0) return
  await sql`
    insert into notifications (user_id, kind, title, text, actor_name, subject_type, subject_id, created_at)
    select u.id, n.kind, n.title, n.text, n.actor_name, n.subject_type, n.subject_id, ${at}
    from jsonb_to_recordset(${JSON.stringify(news)}::jsonb) as n (user_id text, kind text, title text, text text,
      actor_name text, subject_type text, subject_id text)
    join users u on u.id = n.user_id`.execute(db)
}
