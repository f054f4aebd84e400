import { sql } from 'kysely'
import {
  usualDigest,
  usualMailWays,
  type DigestTimes,
  type MailWays,
  type NotificationSettings,
} from '../../../../model/notification-settings.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Queryable, Trx } from '../../../platform/relational/index.ts'
import { nextDigest } from './next-digest.ts'

export type SettingsRow = {
  mail: Partial<MailWays>
  digest_days: number[] | null
  digest_time: string | null
  time_zone: string | null
  next_digest_at: Date | null
}

export type Kept = NotificationSettings & { next_digest_at: string | null }

/** What a user is mailed, and when the next digest is due. */
export async function readNotificationSettings(db: Queryable, userId: string, now: number): Promise<Kept> {
  const { rows } = await sql<SettingsRow>`
    select mail, digest_days, digest_time, time_zone, next_digest_at from notification_settings where user_id = ${userId}`.execute(
    db,
  )
  const [row] = rows
  const digest = digestOf(row)
  const next = row ? row.next_digest_at : nextDigest(digest, now)
  return { mail: { ...usualMailWays, ...row?.mail }, digest, next_digest_at: next?.toISOString() ?? null }
}

/** When a digest is due for who has this row, or none. */
export function digestOf(row: SettingsRow | undefined): DigestTimes {
  return {
    days: row?.digest_days ?? usualDigest.days,
    time: row?.digest_time ?? usualDigest.time,
    time_zone: row?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}

/** Keeps what a user wants to be mailed. Throws `forbidden` for a key, which has no mail. */
export async function keepNotificationSettings(
  trx: Trx,
  actor: Actor,
  { mail, digest }: NotificationSettings,
  now: number,
): Promise<void> {
  const days = [...new Set(digest.days)].sort((a, b) => a - b)
  if (actor.type !== 'user') throw fail('forbidden', 'An API key is mailed nothing.')
  await sql`
    insert into notification_settings (user_id, mail, digest_days, digest_time, time_zone, next_digest_at)
    values (${actor.id}, ${JSON.stringify(mail)}::jsonb, ${days}::int[], ${digest.time}, ${digest.time_zone},
      ${nextDigest(digest, now)})
    on conflict (user_id) do update set mail = excluded.mail, digest_days = excluded.digest_days,
      digest_time = excluded.digest_time, time_zone = excluded.time_zone, next_digest_at = excluded.next_digest_at`.execute(
    trx,
  )
}
