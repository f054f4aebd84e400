import { sql } from 'kysely'
import { actorOf } from '../../../access/index.ts'
import { nextAttemptAt } from '../../../platform/backoff.ts'
import { KithError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Mail, MailServer } from '../../../platform/mail/index.ts'
import { readDashboard } from '../data/read-dashboard.ts'
import { findDashboard } from '../select-dashboards.ts'
import { dashboardPage } from './dashboard-page.ts'

/** Longer than it takes to work a dashboard out: who has not sent it by then has died. */
const LEASE_MS = 5 * 60_000
const MAX_ATTEMPTS = 5

type Mailing = {
  mail_id: string
  user_id: string
  due_at: Date
  attempts: number
  dashboard_id: string
  email: string
  sender_id: string
  sender: string
}

/**
 * Works one dashboard that is due out as its recipient gets to see it, and mails it. That it is sent is written in the transaction of
 * the mail, so that each time it is due each of them gets it once. Gives whether there was one.
 */
export async function sendNextMailing(platform: Platform, mail: Mail): Promise<boolean> {
  const server = await mail.server()
  if (!server) return false
  const mailing = await claimMailing(platform)
  if (!mailing) return false
  try {
    const page = await pageFor(platform, mailing, server)
    await finish(platform, mailing, async (trx) => {
      if (page) await mail.queue(trx, { ...page, kind: 'report', to: mailing.email })
      return page ? 'sent' : 'skipped'
    })
  } catch (error) {
    platform.logger.error({ err: error, dashboard: mailing.dashboard_id }, 'A dashboard could not be mailed')
    if (mailing.attempts >= MAX_ATTEMPTS) await finish(platform, mailing, async () => 'failed')
    else await tryLater(platform, mailing)
  }
  return true
}

async function claimMailing({ db, clock }: Platform): Promise<Mailing | undefined> {
  const now = clock.now()
  const { rows } = await sql<Mailing>`
    update dashboard_mailings g set attempts = g.attempts + 1, next_attempt_at = ${new Date(now + LEASE_MS)}
    from dashboard_mails m, users u, users s
    where m.id = g.mail_id and u.id = g.user_id and s.id = m.sender_id and (g.mail_id, g.user_id, g.due_at) in (
      select mail_id, user_id, due_at from dashboard_mailings
      where state = 'waiting' and next_attempt_at <= ${new Date(now)}
      order by next_attempt_at limit 1 for update skip locked)
    returning g.mail_id, g.user_id, g.due_at, g.attempts, m.dashboard_id, u.email, m.sender_id, s.name as sender`.execute(
    db,
  )
  return rows[0]
}

/** Null when there is nothing for the recipient any more. */
async function pageFor(
  platform: Platform,
  { user_id, dashboard_id, sender_id, sender }: Mailing,
  server: MailServer,
) {
  const recipient = await actorOf(platform.db, { type: 'user', id: user_id })
  if (!recipient) return null
  const dashboard = await findDashboard(platform.db, recipient, dashboard_id).catch((error: unknown) => {
    if (error instanceof KithError && error.code === 'not_found') return null
    throw error
  })
  if (!dashboard) return null
  const data = await readDashboard(platform, recipient, { dashboard })
  const by = user_id === sender_id ? 'You have' : `${sender} has`
  const footer = `${by} Kith send you this dashboard. Stop it, or set when it comes, here.`
  return dashboardPage({ dashboard, data, server, footer })
}

type Trx = Parameters<Mail['queue']>[0]
type State = 'sent' | 'skipped' | 'failed'

/** Nothing when the lease had ended and another process took over, or when the recipient has stopped it meanwhile. */
async function finish(
  { db }: Platform,
  { mail_id, user_id, due_at, attempts }: Mailing,
  settle: (trx: Trx) => Promise<State>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ receives: boolean }>`
      select exists (
        select from dashboard_mail_recipients r
        where r.mail_id = g.mail_id and r.user_id = g.user_id and r.stopped_at is null) as receives
      from dashboard_mailings g
      where g.mail_id = ${mail_id} and g.user_id = ${user_id} and g.due_at = ${due_at}
        and g.state = 'waiting' and g.attempts = ${attempts} for update of g`.execute(trx)
    const [row] = rows
    if (!row) return
    const state = row.receives ? await settle(trx) : 'skipped'
    await sql`
      update dashboard_mailings set state = ${state}
      where mail_id = ${mail_id} and user_id = ${user_id} and due_at = ${due_at}`.execute(trx)
  })
}

async function tryLater(
  { db, clock }: Platform,
  { mail_id, user_id, due_at, attempts }: Mailing,
): Promise<void> {
  await sql`
    update dashboard_mailings set next_attempt_at = ${new Date(nextAttemptAt(clock.now(), attempts))}
    where mail_id = ${mail_id} and user_id = ${user_id} and due_at = ${due_at} and attempts = ${attempts}`.execute(
    db,
  )
}
