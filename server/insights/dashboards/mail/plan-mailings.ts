import { sql } from 'kysely'
import type { MailRhythm } from '../../../../model/dashboard-mail.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { nextDue } from './next-due.ts'

const KEPT_MS = 90 * 24 * 60 * 60_000

type Due = MailRhythm & { id: string; next_at: Date; is_deleted: boolean }

/**
 * Notes for one dashboard that is due who shall get it, and when it is due next, in one transaction. What was due while Kith did not
 * run is sent once. Gives whether there was one; any number of processes may do so at once.
 */
export async function planNextMailing({ db, clock }: Platform): Promise<boolean> {
  const now = clock.now()
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<Due>`
      select m.id, m.every, m.days, m.time, m.time_zone, m.next_at, d.deleted_at is not null as is_deleted
      from dashboard_mails m join dashboards d on d.id = m.dashboard_id
      where m.next_at <= ${new Date(now)} order by m.next_at limit 1 for update of m skip locked`.execute(trx)
    const [due] = rows
    if (!due) return false
    if (!due.is_deleted) await plan(trx, due, now)
    await sql`update dashboard_mails set next_at = ${nextDue(due, now)} where id = ${due.id}`.execute(trx)
    return true
  })
}

async function plan(trx: Trx, { id, next_at }: Due, now: number): Promise<void> {
  await sql`
    insert into dashboard_mailings (mail_id, user_id, due_at, next_attempt_at)
    select mail_id, user_id, ${next_at}, ${new Date(now)} from dashboard_mail_recipients
    where mail_id = ${id} and stopped_at is null
    on conflict do nothing`.execute(trx)
  await sql`
    delete from dashboard_mailings
    where mail_id = ${id} and state <> 'waiting' and due_at < ${new Date(now - KEPT_MS)}`.execute(trx)
}
