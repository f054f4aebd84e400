import { z } from 'zod'
import {
  mailSettings,
  mailSettingsInput,
  mailStates,
  mailTest,
  mailTestResult,
  sentMail,
} from '../../../model/mail.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Mail } from '../../platform/mail/index.ts'
import type { Access } from '../access.ts'
import { baseOf } from '../sign-on/base-address.ts'
import { changeMailServer, forgetMailServer, readMailSettings } from './change-mail-server.ts'
import { listMails } from './list-mails.ts'
import { retryMail } from './retry-mail.ts'
import { tryMailServer } from './try-mail-server.ts'

const tags = ['Mail']

/** Routes for the server that takes Kith's mail, and for what became of each mail. */
export function registerMailRoutes(app: App, access: Access, mail: Mail): void {
  addSettings(app, access, mail)
  addMails(app, access)
}

function addSettings(app: App, access: Access, mail: Mail): void {
  const { platform } = access
  app.get(
    '/api/v1/mail/settings',
    {
      config: { permission: 'mail:read' },
      schema: { response: { 200: mailSettings }, tags, summary: 'The server that takes Kith’s mail' },
    },
    async (request) => readMailSettings(mail, baseOf(access, request)),
  )
  app.put(
    '/api/v1/mail/settings',
    {
      config: { permission: 'mail:write' },
      schema: {
        body: mailSettingsInput,
        response: { 200: mailSettings },
        tags,
        summary: 'Set the server that takes Kith’s mail',
      },
    },
    async (request) => {
      await changeMailServer(platform, mail, request.actor, request.body)
      return readMailSettings(mail, baseOf(access, request))
    },
  )
  app.delete(
    '/api/v1/mail/settings',
    {
      config: { permission: 'mail:write' },
      schema: {
        response: { 204: noContent },
        tags,
        summary: 'Forget the mail server; no mail is sent any more',
      },
    },
    async ({ actor }, reply) => {
      await forgetMailServer(platform, mail, actor)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/mail/test',
    {
      config: { permission: 'mail:write' },
      schema: {
        body: mailTest,
        response: { 200: mailTestResult },
        tags,
        summary: 'Send a mail through the server that is set, at once, and say how that went',
      },
    },
    async ({ actor, body }) => tryMailServer(platform, mail, actor, body.to),
  )
}

function addMails(app: App, { platform }: Access): void {
  app.get(
    '/api/v1/mail',
    {
      config: { permission: 'mail:read' },
      schema: {
        querystring: pageQuery.extend({ state: z.enum(mailStates).optional() }),
        response: { 200: pageOf(sentMail) },
        tags,
        summary: 'The mails of the last 30 days and what became of them, newest first',
      },
    },
    async ({ query }) => listMails(platform.db, query),
  )
  app.post(
    '/api/v1/mail/:id/attempt',
    {
      config: { permission: 'mail:write' },
      schema: {
        params: z.object({ id: z.uuid() }),
        response: { 204: noContent },
        tags,
        summary: 'Try again, now, a mail that failed or waits',
      },
    },
    async ({ actor, params }, reply) => {
      await retryMail(platform, actor, params.id)
      return reply.code(204).send(null)
    },
  )
}
