import { sql } from 'kysely'
import type { Activity } from '../../../../model/activity.ts'
import { actorOf } from '../../../access/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Actor } from '../../../platform/http/index.ts'
import { mailPage, type Mail, type MailLine, type MailServer } from '../../../platform/mail/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { todayIn } from '../../activities/due.ts'
import { findMyDay } from '../../activities/my-day.ts'
import { addressOf } from './address-of.ts'
import { claimTold } from './claim-told.ts'
import { nextDigest } from './next-digest.ts'
import { digestOf, type SettingsRow } from './notification-settings.ts'
import { lineOf } from './notification-words.ts'
import { settingsFooter } from './settings-footer.ts'
import { visibleTold } from './visible-told.ts'

const BACK_MS = 7 * 24 * 60 * 60_000
const MOST_LINES = 10
const MOST_TOLD = 50

type Row = SettingsRow & { user_id: string }
type Sending = { mail: Mail; server: MailServer; now: number }

/** Gives everybody who has none yet the time of their first digest. */
export async function scheduleDigests({ db, clock }: Platform): Promise<void> {
  await sql`
    insert into notification_settings (user_id, next_digest_at)
    select id, ${nextDigest(digestOf(undefined), clock.now())} from users u
    where not exists (select from notification_settings where user_id = u.id)
    on conflict do nothing`.execute(db)
}

/**
 * Mails one user whose digest is due what they have not read and have to do today; nothing when there is neither. Gives whether there
 * was a user. The time of the next one is kept in the same transaction, so that each digest comes once.
 */
export async function mailNextDigest({ db, clock }: Platform, mail: Mail): Promise<boolean> {
  const server = await mail.server()
  if (!server) return false
  const now = clock.now()
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<Row>`
      select user_id, mail, digest_days, digest_time, time_zone, next_digest_at from notification_settings
      where next_digest_at <= ${new Date(now)} order by next_digest_at limit 1 for update skip locked`.execute(
      trx,
    )
    const [row] = rows
    if (!row) return false
    const times = digestOf(row)
    await sql`update notification_settings set next_digest_at = ${nextDigest(times, now)} where user_id = ${row.user_id}`.execute(
      trx,
    )
    const actor = await actorOf(trx, { type: 'user', id: row.user_id })
    if (actor) await mailDigest(trx, { mail, server, now }, actor, times.time_zone)
    return true
  })
}

async function mailDigest(
  trx: Trx,
  { mail, server, now }: Sending,
  actor: Actor,
  zone: string,
): Promise<void> {
  const to = await addressOf(trx, actor.id)
  const told = await claimTold(trx, {
    way: 'digest',
    userId: actor.id,
    from: new Date(now - BACK_MS),
    until: new Date(now),
    at: new Date(now),
    most: MOST_TOLD,
  })
  const day = await findMyDay(trx, actor, todayIn(zone, now))
  const lists = [
    listOf(
      'Late',
      day.overdue.map((one) => activityLine(one, server, zone)),
    ),
    listOf(
      'Meetings today',
      day.meetings.map((one) => activityLine(one, server, zone)),
    ),
    listOf(
      'To do today',
      day.today.map((one) => activityLine(one, server, zone)),
    ),
    listOf(
      'Unread',
      (await visibleTold(trx, actor, told)).map((one) => lineOf(one, server.base_url)),
    ),
  ].filter(({ lines }) => lines.length > 0)
  if (to === null || lists.length === 0) return
  const date = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: zone,
  })
  const title = `Your ${date.format(now)}`
  const page = mailPage({
    title,
    lists,
    button: { label: 'Open my day', href: `${server.base_url.replace(/\/+$/, '')}/my-day` },
    footer: settingsFooter(server),
  })
  await mail.queue(trx, { ...page, kind: 'digest', to, subject: title })
}

function listOf(heading: string, lines: MailLine[]) {
  const left = lines.length - MOST_LINES
  return { heading, lines: lines.slice(0, MOST_LINES), ...(left > 0 && { more: `and ${left} more` }) }
}

function activityLine(
  { id, subject, kind, due_at, people, companies, deals }: Activity,
  { base_url }: MailServer,
  zone: string,
): MailLine {
  const time =
    due_at === null
      ? []
      : [
          new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(
            new Date(due_at),
          ),
        ]
  const about = [...people, ...companies, ...deals].map(({ name }) => name)
  return {
    text: subject || kind,
    detail: [...time, ...about].join(' · ') || undefined,
    href: `${base_url.replace(/\/+$/, '')}/tasks?activity=${id}`,
  }
}
