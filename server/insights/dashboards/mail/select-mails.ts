import { sql, type RawBuilder } from 'kysely'
import type { DashboardMail } from '../../../../model/dashboard-mail.ts'
import type { Dashboard } from '../../../../model/dashboard.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'

type Row = Omit<DashboardMail, 'next_at'> & { next_at: Date }

/** When a dashboard is mailed: all of it for who may change the dashboard, else what the caller sends or gets. */
export function listMails(db: Queryable, caller: Actor, dashboard: Dashboard): Promise<DashboardMail[]> {
  return selectMails(db, caller, { dashboard, condition: sql`true` })
}

/** One of them. Throws `not_found`. */
export async function findMail(
  db: Queryable,
  caller: Actor,
  { dashboard, id }: { dashboard: Dashboard; id: string },
): Promise<DashboardMail> {
  const [mail] = await selectMails(db, caller, { dashboard, condition: sql`m.id = ${id}::uuid` })
  if (!mail) throw fail('not_found', 'This dashboard is not mailed so.')
  return mail
}

type Which = { dashboard: Dashboard; condition: RawBuilder<unknown> }

async function selectMails(
  db: Queryable,
  caller: Actor,
  { dashboard, condition }: Which,
): Promise<DashboardMail[]> {
  const isTheirs = sql`(m.sender_id = ${caller.id} or exists (
    select from dashboard_mail_recipients r where r.mail_id = m.id and r.user_id = ${caller.id}))`
  const { rows } = await sql<Row>`
    select m.id, m.every, m.days, m.time, m.time_zone, m.next_at,
      jsonb_build_object('id', s.id, 'name', s.name) as sender,
      (select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name, 'receives', r.stopped_at is null)
          order by u.name, u.id), '[]')
        from dashboard_mail_recipients r join users u on u.id = r.user_id where r.mail_id = m.id) as recipients,
      m.sender_id = ${caller.id} or ${dashboard.may_edit} as may_edit
    from dashboard_mails m join users s on s.id = m.sender_id
    where m.dashboard_id = ${dashboard.id}::uuid and (${dashboard.may_edit} or ${isTheirs}) and ${condition}
    order by m.created_at, m.id`.execute(db)
  return rows.map((row) => ({ ...row, next_at: row.next_at.toISOString() }))
}
