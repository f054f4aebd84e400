import { z } from 'zod'
import {
  createdDestination,
  destination,
  destinationChange,
  destinationInput,
  destinationTest,
} from '../../../model/destination.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { DeliveryOptions } from '../deliver/attempt-delivery.ts'
import { changeDestination } from './change-destination.ts'
import { createDestination } from './create-destination.ts'
import { deleteDestination } from './delete-destination.ts'
import { listDestinations } from './select-destinations.ts'
import { testDestination } from './test-destination.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['Destinations']
const reads = { permission: 'destinations:read' } as const
const writes = { permission: 'destinations:write' } as const

/** Destinations: programs elsewhere that are told who enters and leaves segments. */
export function addDestinationRoutes(app: App, platform: Platform, options: DeliveryOptions): void {
  addUsing(app, platform, options)
  addSettingUp(app, platform)
}

function addUsing(app: App, platform: Platform, options: DeliveryOptions): void {
  app.get(
    '/api/v1/destinations',
    {
      config: reads,
      schema: {
        response: { 200: z.object({ data: z.array(destination), next: z.null() }) },
        tags,
        summary: 'All destinations',
      },
    },
    async () => ({ data: await listDestinations(platform.db), next: null }),
  )
  app.post(
    '/api/v1/destinations/:id/test',
    {
      config: writes,
      schema: {
        params: byId,
        response: { 200: destinationTest },
        tags,
        summary: 'Send a sample at once and tell how it went',
      },
    },
    async ({ params, actor }) => testDestination(platform, actor, { id: params.id, ...options }),
  )
}

function addSettingUp(app: App, platform: Platform): void {
  app.post(
    '/api/v1/destinations',
    {
      config: writes,
      schema: {
        body: destinationInput,
        response: { 201: createdDestination },
        tags,
        summary: 'Make a destination; the answer holds its signing secret, no later one does',
      },
    },
    async ({ body, actor }, reply) => reply.code(201).send(await createDestination(platform, actor, body)),
  )
  app.patch(
    '/api/v1/destinations/:id',
    {
      config: writes,
      schema: {
        params: byId,
        body: destinationChange,
        response: { 200: destination },
        tags,
        summary: 'Change a destination or switch it off',
      },
    },
    async ({ params, body, actor }) => changeDestination(platform, actor, { id: params.id, change: body }),
  )
  app.delete(
    '/api/v1/destinations/:id',
    {
      config: writes,
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Remove a destination and the log of its deliveries',
      },
    },
    async ({ params, actor }, reply) => {
      await deleteDestination(platform, actor, params.id)
      return reply.code(204).send(null)
    },
  )
}
