import { z } from 'zod'
import {
  dashboardMail,
  dashboardMailInput,
  dashboardMails,
  mailing,
  mailingInput,
  mailReceipt,
} from '../../../../model/dashboard-mail.ts'
import { createTokenBuckets } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import { noContent, type App } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Mail } from '../../../platform/mail/index.ts'
import { findDashboard } from '../select-dashboards.ts'
import { changeMail, createMail, deleteMail, setReceipt } from './change-mails.ts'
import { listMails } from './select-mails.ts'
import { sendNow } from './send-now.ts'

const MAILS_AT_ONCE = { burst: 5, refillMs: 60_000 }
const tags = ['Dashboards']
const byDashboard = z.object({ id: z.uuid() })
const params = z.object({ id: z.uuid(), mail: z.uuid() })
const config = { permission: 'signed_in' } as const

/** When dashboards are mailed, and to whom. */
export function addMailRoutes(app: App, platform: Platform, mail: Mail): void {
  addLists(app, platform, mail)
  addChanges(app, platform)
  addMailings(app, platform, mail)
}

function addLists(app: App, { db, clock }: Platform, mail: Mail): void {
  app.get(
    '/api/v1/dashboards/:id/mails',
    {
      config,
      schema: {
        params: byDashboard,
        response: { 200: dashboardMails },
        tags,
        summary: 'When a dashboard is mailed, and to whom',
        description: 'All of it for who may change the dashboard, else what you send or get.',
      },
    },
    async ({ params: { id }, actor }) => ({
      data: await listMails(db, actor, await findDashboard(db, actor, id)),
      next: null,
      mails: (await mail.server()) !== null,
    }),
  )
  app.post(
    '/api/v1/dashboards/:id/mails',
    {
      config,
      schema: {
        params: byDashboard,
        body: dashboardMailInput,
        response: { 201: dashboardMail },
        tags,
        summary: 'Have a dashboard mailed',
        description:
          'To yourself, or to others by who may change the dashboard. Each recipient gets what they may see, once each time.',
      },
    },
    async ({ params: { id }, body: input, actor }, reply) => {
      const now = clock.now()
      return reply.code(201).send(
        await db.transaction().execute(async (trx) => {
          const dashboard = await findDashboard(trx, actor, id)
          return createMail(trx, actor, { dashboard, now, input })
        }),
      )
    },
  )
}

function addChanges(app: App, { db, clock }: Platform): void {
  app.put(
    '/api/v1/dashboards/:id/mails/:mail',
    {
      config,
      schema: {
        params,
        body: dashboardMailInput,
        response: { 200: dashboardMail },
        tags,
        summary: 'Change when a dashboard is mailed, and to whom',
      },
    },
    ({ params: { id, mail }, body: input, actor }) =>
      db.transaction().execute(async (trx) => {
        const dashboard = await findDashboard(trx, actor, id)
        return changeMail(trx, actor, { dashboard, now: clock.now(), id: mail, input })
      }),
  )
  app.delete(
    '/api/v1/dashboards/:id/mails/:mail',
    {
      config,
      schema: { params, response: { 204: noContent }, tags, summary: 'Have a dashboard mailed no more' },
    },
    async ({ params: { id, mail }, actor }, reply) => {
      await db.transaction().execute(async (trx) => {
        const dashboard = await findDashboard(trx, actor, id)
        await deleteMail(trx, actor, { dashboard, id: mail })
      })
      return reply.code(204).send(null)
    },
  )
  app.put(
    '/api/v1/dashboards/:id/mails/:mail/receipt',
    {
      config,
      schema: {
        params,
        body: mailReceipt,
        response: { 200: dashboardMail },
        tags,
        summary: 'Stop getting a dashboard by mail, or get it again',
      },
    },
    ({ params: { id, mail }, body: { receives }, actor }) =>
      db.transaction().execute(async (trx) => {
        const dashboard = await findDashboard(trx, actor, id)
        return setReceipt(trx, actor, { dashboard, now: clock.now(), id: mail, receives })
      }),
  )
}

function addMailings(app: App, platform: Platform, mail: Mail): void {
  const buckets = createTokenBuckets(platform.clock, MAILS_AT_ONCE)
  app.post(
    '/api/v1/dashboards/:id/mailings',
    {
      config,
      schema: {
        params: byDashboard,
        body: mailingInput,
        response: { 201: mailing },
        tags,
        summary: 'Have a dashboard mailed to you at once',
      },
    },
    async ({ params: { id }, body: { filters }, actor }, reply) => {
      const dashboard = await findDashboard(platform.db, actor, id)
      if (buckets.take(actor.id ?? '') > 0)
        throw fail('rate_limited', 'You asked for several of these mails just now. Wait a minute.')
      return reply.code(201).send(await sendNow({ platform, mail }, actor, { dashboard, filters }))
    },
  )
}
