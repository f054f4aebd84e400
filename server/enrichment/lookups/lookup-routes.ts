import { z } from 'zod'
import {
  enrichInput,
  enrichmentLookup,
  enrichmentTrial,
  enrichmentTryInput,
  lookupQuery,
  recordEnrichment,
} from '../../../model/enrichment.ts'
import { pageOf } from '../../../model/page.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { AskOptions } from '../ask/send-request.ts'
import { tryProvider } from '../ask/try-provider.ts'
import { askByHand, findEnrichment } from './ask-by-hand.ts'
import { listLookups } from './list-lookups.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['Enrichment']

const records = [
  { object: 'person', path: 'people', read: 'people:read', write: 'people:write' },
  { object: 'company', path: 'companies', read: 'companies:read', write: 'companies:write' },
] as const

/** What providers are asked, and what they said. */
export function addLookupRoutes(app: App, platform: Platform, options: AskOptions): void {
  app.get(
    '/api/v1/enrichment-lookups',
    {
      config: { permission: 'destinations:read' },
      schema: {
        querystring: lookupQuery,
        response: { 200: pageOf(enrichmentLookup) },
        tags,
        summary: 'What providers were asked and what came of it, newest first',
      },
    },
    ({ query }) => listLookups(platform.db, query),
  )
  app.post(
    '/api/v1/enrichment-providers/:id/try',
    {
      config: { permission: 'destinations:write' },
      schema: {
        params: byId,
        body: enrichmentTryInput,
        response: { 200: enrichmentTrial },
        tags,
        summary: 'Show what a provider is asked about one record, what it says, and what would be written',
      },
    },
    ({ params, body, actor }) =>
      tryProvider(platform, actor, { ...options, id: params.id, record: body.record_id, send: body.send }),
  )
  for (const record of records) addRecordRoutes(app, platform, record)
}

function addRecordRoutes(
  app: App,
  platform: Platform,
  { object, path, read, write }: (typeof records)[number],
): void {
  app.get(
    `/api/v1/${path}/:id/enrichment`,
    {
      config: { permission: read },
      schema: {
        params: byId,
        response: { 200: recordEnrichment },
        tags,
        summary: `Which providers may be asked about a ${object}, and what was asked lately`,
      },
    },
    ({ params, actor }) => findEnrichment(platform.db, actor, { object, id: params.id }),
  )
  app.post(
    `/api/v1/${path}/:id/enrichment`,
    {
      config: { permission: write },
      schema: {
        params: byId,
        body: enrichInput,
        response: { 202: recordEnrichment },
        tags,
        summary: `Have a provider asked about a ${object}`,
      },
    },
    async ({ params, body, actor }, reply) => {
      const asked = { object, id: params.id, provider: body.provider_id, again: body.again }
      return reply.code(202).send(await askByHand(platform, actor, asked))
    },
  )
}
