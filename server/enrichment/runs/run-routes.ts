import { z } from 'zod'
import { enrichmentPreview, enrichmentRun, enrichmentRunInput } from '../../../model/enrichment.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { listRuns, previewOf, startRun, stopRun } from './runs.ts'

const PATH = '/api/v1/enrichment-providers/:id/runs'
const byId = z.object({ id: z.uuid() })
const tags = ['Enrichment']
const reads = { permission: 'destinations:read' } as const
const writes = { permission: 'destinations:write' } as const

/** Asking about everybody in a segment, with what it costs told before. */
export function addRunRoutes(app: App, platform: Platform): void {
  app.get(
    PATH,
    {
      config: reads,
      schema: {
        params: byId,
        response: { 200: z.object({ data: z.array(enrichmentRun) }) },
        tags,
        summary: 'The last runs of an enrichment provider, and how far each is',
      },
    },
    async ({ params }) => ({ data: await listRuns(platform.db, params.id) }),
  )
  app.post(
    `${PATH}/preview`,
    {
      config: reads,
      schema: {
        params: byId,
        body: enrichmentRunInput,
        response: { 200: enrichmentPreview },
        tags,
        summary: 'How many a run would ask about, and what it would cost',
      },
    },
    ({ params, body }) => previewOf(platform, { id: params.id, segment: body.segment_id }),
  )
  app.post(
    PATH,
    {
      config: writes,
      schema: {
        params: byId,
        body: enrichmentRunInput,
        response: { 201: enrichmentRun },
        tags,
        summary: 'Ask about everybody in a segment, or about all',
      },
    },
    async ({ params, body, actor }, reply) =>
      reply.code(201).send(await startRun(platform, actor, { id: params.id, segment: body.segment_id })),
  )
  app.delete(
    '/api/v1/enrichment-runs/:id',
    {
      config: writes,
      schema: {
        params: byId,
        response: { 200: enrichmentRun },
        tags,
        summary: 'Ask about no more of a run',
      },
    },
    ({ params, actor }) => stopRun(platform, actor, params.id),
  )
}
