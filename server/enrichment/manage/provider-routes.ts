import { z } from 'zod'
import {
  enrichmentProvider,
  enrichmentProviderChange,
  enrichmentProviderInput,
  enrichmentShape,
} from '../../../model/enrichment.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { shapes } from '../catalog/shapes.ts'
import { changeProvider, createProvider, keepProvider } from './change-providers.ts'
import { findProvider, listProviders } from './select-providers.ts'

const PATH = '/api/v1/enrichment-providers'
const byId = z.object({ id: z.uuid() })
const tags = ['Enrichment']
const reads = { permission: 'destinations:read' } as const
const writes = { permission: 'destinations:write' } as const

/** Services elsewhere that are asked about people and companies. */
export function addProviderRoutes(app: App, platform: Platform): void {
  addReading(app, platform)
  addChanging(app, platform)
  addRemoval(app, platform)
}

function addReading(app: App, { db, clock }: Platform): void {
  app.get(
    PATH,
    {
      config: reads,
      schema: {
        response: { 200: z.object({ data: z.array(enrichmentProvider), next: z.null() }) },
        tags,
        summary: 'All enrichment providers, with what was spent today and this month',
      },
    },
    async () => ({ data: await listProviders(db, clock.now()), next: null }),
  )
  app.get(
    `${PATH}/:id`,
    {
      config: reads,
      schema: {
        params: byId,
        response: { 200: enrichmentProvider },
        tags,
        summary: 'An enrichment provider',
      },
    },
    ({ params }) => findProvider(db, params.id, clock.now()),
  )
  app.get(
    '/api/v1/enrichment-shapes',
    {
      config: reads,
      schema: {
        response: { 200: z.object({ data: z.array(enrichmentShape) }) },
        tags,
        summary: 'Shapes of known services, ready but for a key',
      },
    },
    () => ({ data: shapes }),
  )
}

function addChanging(app: App, platform: Platform): void {
  app.post(
    PATH,
    {
      config: writes,
      schema: {
        body: enrichmentProviderInput,
        response: { 201: enrichmentProvider },
        tags,
        summary: 'Make an enrichment provider; its keys are in no answer',
      },
    },
    async ({ body, actor }, reply) => reply.code(201).send(await createProvider(platform, actor, body)),
  )
  app.patch(
    `${PATH}/:id`,
    {
      config: writes,
      schema: {
        params: byId,
        body: enrichmentProviderChange,
        response: { 200: enrichmentProvider },
        tags,
        summary: 'Change an enrichment provider, or switch it on or off; ends a pause',
      },
    },
    ({ params, body, actor }) => changeProvider(platform, actor, { id: params.id, change: body }),
  )
}

function addRemoval(app: App, platform: Platform): void {
  app.delete(
    `${PATH}/:id`,
    {
      config: writes,
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Remove an enrichment provider; what it said stays',
      },
    },
    async ({ params, actor }, reply) => {
      await keepProvider(platform, actor, { id: params.id, deletedAt: new Date(platform.clock.now()) })
      return reply.code(204).send(null)
    },
  )
  app.post(
    `${PATH}/:id/restoration`,
    {
      config: writes,
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Put an enrichment provider back, switched off',
      },
    },
    async ({ params, actor }, reply) => {
      await keepProvider(platform, actor, { id: params.id, deletedAt: null })
      return reply.code(204).send(null)
    },
  )
}
