import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { DashboardMail, DashboardMailInput } from '../../../../model/dashboard-mail.ts'
import type { Dashboard } from '../../../../model/dashboard.ts'
import { actorOf, audit } from '../../../access/index.ts'
import { invalidField, isShownTo } from '../../../crm/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { nextDue } from './next-due.ts'
import { findMail } from './select-mails.ts'

const MOST_OF_DASHBOARD = 50

type On = { dashboard: Dashboard; now: number }

/**
 * Has a dashboard mailed: to oneself, or to others by who may change it. Throws `forbidden`, and `validation_failed` for a recipient
 * who does not get to see the dashboard.
 */
export async function createMail(
  trx: Trx,
  actor: Actor,
  { dashboard, now, input }: On & { input: DashboardMailInput },
): Promise<DashboardMail> {
  if (actor.type !== 'user') throw fail('forbidden', 'Only users send dashboards, not API keys.')
  await requireRoom(trx, dashboard)
  const recipients = await requireRecipients(trx, actor, { dashboard, recipients: input.recipients })
  const id = randomUUID()
  const { every, time, time_zone } = input
  const days = daysOf(input)
  await sql`
    insert into dashboard_mails (id, dashboard_id, sender_id, every, days, time, time_zone, next_at)
    values (${id}, ${dashboard.id}, ${actor.id}, ${every}, ${days}::int[], ${time}, ${time_zone},
      ${nextDue({ ...input, days }, now)})`.execute(trx)
  await keepRecipients(trx, id, recipients)
  const made = await findMail(trx, actor, { dashboard, id })
  await tell(trx, actor, { dashboard, action: 'dashboard_mail.created', mail: made })
  return made
}

/** Changes when and to whom it goes. Who wanted it no more does not get it again by that. Throws as making one does. */
export async function changeMail(
  trx: Trx,
  actor: Actor,
  { dashboard, now, id, input }: On & { id: string; input: DashboardMailInput },
): Promise<DashboardMail> {
  await requireChangeable(trx, actor, { dashboard, id })
  const recipients = await requireRecipients(trx, actor, { dashboard, recipients: input.recipients })
  const { every, time, time_zone } = input
  const days = daysOf(input)
  await sql`
    update dashboard_mails set every = ${every}, days = ${days}::int[], time = ${time}, time_zone = ${time_zone},
      next_at = ${nextDue({ ...input, days }, now)} where id = ${id}::uuid`.execute(trx)
  await sql`
    delete from dashboard_mail_recipients where mail_id = ${id}::uuid and user_id <> all(${recipients}::text[])`.execute(
    trx,
  )
  await keepRecipients(trx, id, recipients)
  const mail = await findMail(trx, actor, { dashboard, id })
  await tell(trx, actor, { dashboard, action: 'dashboard_mail.changed', mail })
  return mail
}

/** Has it mailed no more. Throws `not_found`, `forbidden`. */
export async function deleteMail(
  trx: Trx,
  actor: Actor,
  { dashboard, id }: { dashboard: Dashboard; id: string },
): Promise<void> {
  const mail = await requireChangeable(trx, actor, { dashboard, id })
  await sql`delete from dashboard_mails where id = ${id}::uuid`.execute(trx)
  await tell(trx, actor, { dashboard, action: 'dashboard_mail.deleted', mail })
}

/** Lets a recipient say that they want it no more, or again. Throws `not_found` for who is none. */
export async function setReceipt(
  trx: Trx,
  actor: Actor,
  { dashboard, now, id, receives }: On & { id: string; receives: boolean },
): Promise<DashboardMail> {
  const { rows } = await sql`
    update dashboard_mail_recipients r set stopped_at = ${receives ? null : new Date(now)}
    from dashboard_mails m
    where m.id = r.mail_id and m.dashboard_id = ${dashboard.id}::uuid and r.mail_id = ${id}::uuid and r.user_id = ${actor.id}
    returning r.mail_id`.execute(trx)
  if (rows.length === 0) throw fail('not_found', 'This dashboard is not mailed to you so.')
  const mail = await findMail(trx, actor, { dashboard, id })
  const action = receives ? 'dashboard_mail.resumed' : 'dashboard_mail.stopped'
  await tell(trx, actor, { dashboard, action, mail })
  return mail
}

function daysOf({ days }: DashboardMailInput): number[] {
  return [...new Set(days)].toSorted((a, b) => a - b)
}

async function keepRecipients(trx: Trx, id: string, recipients: string[]): Promise<void> {
  await sql`
    insert into dashboard_mail_recipients (mail_id, user_id) select ${id}::uuid, unnest(${recipients}::text[])
    on conflict do nothing`.execute(trx)
}

async function requireChangeable(
  trx: Trx,
  actor: Actor,
  { dashboard, id }: { dashboard: Dashboard; id: string },
): Promise<DashboardMail> {
  const mail = await findMail(trx, actor, { dashboard, id })
  if (!mail.may_edit) throw fail('forbidden', `${mail.sender.name} sends it. You can stop getting it.`)
  await sql`select from dashboard_mails where id = ${id}::uuid for update`.execute(trx)
  return mail
}

type Recipients = { dashboard: Dashboard; recipients: string[] }

async function requireRecipients(
  trx: Trx,
  actor: Actor,
  { dashboard, recipients }: Recipients,
): Promise<string[]> {
  const wanted = [...new Set(recipients)]
  if (!dashboard.may_edit && wanted.some((id) => id !== actor.id))
    throw fail(
      'forbidden',
      'Only who may change a dashboard sends it to others. You can have it sent to yourself.',
    )
  for (const id of wanted) {
    const recipient = await actorOf(trx, { type: 'user', id })
    if (!recipient) throw invalidField('recipients', `There is no user ${id}.`)
    const { rows } = await sql`
      select from dashboards v where v.id = ${dashboard.id}::uuid and ${isShownTo(recipient)}`.execute(trx)
    if (rows.length === 0)
      throw invalidField(
        'recipients',
        `${recipient.name} does not get to see this dashboard. Share it first.`,
      )
  }
  return wanted
}

async function requireRoom(trx: Trx, { id }: Dashboard): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from dashboard_mails where dashboard_id = ${id}::uuid`.execute(trx)
  if ((rows[0]?.count ?? 0) >= MOST_OF_DASHBOARD)
    throw fail('conflict', `A dashboard is mailed in at most ${MOST_OF_DASHBOARD} ways.`)
}

type News = { dashboard: Dashboard; action: string; mail: DashboardMail }

async function tell(trx: Trx, actor: Actor, { dashboard, action, mail }: News): Promise<void> {
  const { every, days, time, time_zone, recipients } = mail
  await audit(trx, actor, {
    action,
    subject: { type: 'dashboard', id: dashboard.id, name: dashboard.name },
    details: { every, days, time, time_zone, recipients: recipients.map(({ name }) => name) },
  })
}
