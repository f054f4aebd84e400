import { z } from 'zod'
import { notification } from '../../../model/activity.ts'
import { notificationSettings, notificationSettingsAnswer } from '../../../model/notification-settings.ts'
import { boundedCount, pageOf, pageQuery } from '../../../model/page.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Mail } from '../../platform/mail/index.ts'
import { keepNotificationSettings, readNotificationSettings } from './mail/notification-settings.ts'
import { countUnread, listNotifications, markNotifications } from './list-notifications.ts'

const MAX_IDS = 500
const tags = ['Notifications']

/** What the reader was told: mentions, work given to them, reminders. */
export function addNotificationRoutes(app: App, platform: Platform, mail: Mail): void {
  const { db, clock } = platform
  addSettings(app, platform, mail)
  app.get(
    '/api/v1/notifications',
    {
      config: { permission: 'signed_in' },
      schema: {
        querystring: pageQuery.extend({ unread: z.stringbool().optional() }),
        response: { 200: pageOf(notification) },
        tags,
        summary: 'What the reader was told, newest first',
      },
    },
    async ({ query, actor }) => listNotifications(db, actor, query),
  )
  app.get(
    '/api/v1/notifications/unread',
    {
      config: { permission: 'signed_in' },
      schema: { response: { 200: boundedCount }, tags, summary: 'How many the reader has not read yet' },
    },
    async ({ actor }) => countUnread(db, actor),
  )
  app.post(
    '/api/v1/notifications/readings',
    {
      config: { permission: 'signed_in' },
      schema: {
        body: z.object({
          ids: z.array(z.number().int()).max(MAX_IDS).optional(),
          read: z.boolean().default(true),
        }),
        response: { 204: noContent },
        tags,
        summary: 'Mark notifications as read or unread, all of them when none is named',
      },
    },
    async ({ body, actor }, reply) => {
      await markNotifications(db, actor, { ...body, at: new Date(clock.now()) })
      return reply.code(204).send(null)
    },
  )
}

function addSettings(app: App, { db, clock }: Platform, mail: Mail): void {
  const read = async (userId: string) => ({
    ...(await readNotificationSettings(db, userId, clock.now())),
    mails: (await mail.server()) !== null,
  })
  app.get(
    '/api/v1/notifications/settings',
    {
      config: { permission: 'signed_in' },
      schema: {
        response: { 200: notificationSettingsAnswer },
        tags,
        summary: 'Which notifications the reader is mailed, and when the digest comes',
      },
    },
    async ({ actor }) => read(actor.id ?? ''),
  )
  app.put(
    '/api/v1/notifications/settings',
    {
      config: { permission: 'signed_in' },
      schema: {
        body: notificationSettings,
        response: { 200: notificationSettingsAnswer },
        tags,
        summary: 'Choose which notifications you are mailed, and when the digest comes',
      },
    },
    async ({ actor, body }) => {
      await db.transaction().execute((trx) => keepNotificationSettings(trx, actor, body, clock.now()))
      return read(actor.id ?? '')
    },
  )
}
