import { z } from 'zod'
import { delivery } from '../../../model/destination.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { listDeliveries } from './list-deliveries.ts'
import { retryDelivery } from './retry-delivery.ts'

const query = pageQuery.extend({
  destination: z.uuid().optional(),
  state: delivery.shape.state.optional(),
})
const tags = ['Deliveries']

/** Deliveries: every message to a destination, and how it went. */
export function addDeliveryRoutes(app: App, platform: Platform): void {
  app.get(
    '/api/v1/deliveries',
    {
      config: { permission: 'destinations:read' },
      schema: {
        querystring: query,
        response: { 200: pageOf(delivery) },
        tags,
        summary: 'Messages to destinations, newest first',
      },
    },
    async (request) => listDeliveries(platform.db, request.query),
  )
  app.post(
    '/api/v1/deliveries/:id/retry',
    {
      config: { permission: 'destinations:write' },
      schema: {
        params: z.object({ id: z.uuid() }),
        response: { 200: delivery },
        tags,
        summary: 'Send a message again that has not been delivered',
      },
    },
    async ({ params, actor }) => retryDelivery(platform, actor, params.id),
  )
}
