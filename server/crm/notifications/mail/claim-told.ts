import { sql } from 'kysely'
import { usualMailWays, type MailWay } from '../../../../model/notification-settings.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import type { Told } from './notification-words.ts'

type Which = {
  way: MailWay
  /** Told between these; null for whoever. */
  userId: string | null
  from: Date
  until: Date
  at: Date
  most: number
}

/**
 * Takes unread notifications that shall be mailed this way, oldest first, and notes that they are. In the transaction of the mail,
 * so that each is told of once, however many processes do so.
 */
export async function claimTold(trx: Trx, { way, userId, from, until, at, most }: Which): Promise<Told[]> {
  const { rows } = await sql<Told>`
    update notifications set mailed_at = ${at} where id in (
      select n.id from notifications n
      left join notification_settings s on s.user_id = n.user_id
      where n.mailed_at is null and n.read_at is null and n.created_at > ${from} and n.created_at <= ${until}
        and ${userId === null ? sql`true` : sql`n.user_id = ${userId}`}
        and coalesce(s.mail ->> n.kind, ${JSON.stringify(usualMailWays)}::jsonb ->> n.kind) = ${way}
      order by n.created_at limit ${most} for update of n skip locked)
    returning id, user_id, kind, title, text, actor_name, subject_type, subject_id`.execute(trx)
  return rows.toSorted((a, b) => a.id - b.id)
}
