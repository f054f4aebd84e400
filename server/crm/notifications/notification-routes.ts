import { z } from 'zod'
import { notification } from '../../../model/activity.ts'
import { boundedCount, pageOf, pageQuery } from '../../../model/page.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { countUnread, listNotifications, markNotifications } from './list-notifications.ts'

const MAX_IDS = 500
const tags = ['Notifications']

/** What the reader was told: mentions, work given to them, reminders. */
export function addNotificationRoutes(app: App, { db, clock }: Platform): void {
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
