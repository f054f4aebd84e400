import { z } from 'zod'
import { pipeline, pipelineInput } from '../../../model/deal.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { createPipeline } from './create-pipeline.ts'
import { listPipelines } from './find-pipelines.ts'

const tags = ['Pipelines']

/** Pipelines: the ways that deals go, stage by stage. */
export function addPipelineRoutes(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/pipelines',
    {
      config: { permission: 'deals:read' },
      schema: {
        response: { 200: z.object({ data: z.array(pipeline), next: z.null() }) },
        tags,
        summary: 'All pipelines with their stages',
      },
    },
    async () => ({ data: await listPipelines(db), next: null }),
  )
  app.post(
    '/api/v1/pipelines',
    {
      config: { permission: 'pipelines:write' },
      schema: { body: pipelineInput, response: { 201: pipeline }, tags, summary: 'Make a pipeline' },
    },
    async ({ body, actor }, reply) => {
      const made = await db.transaction().execute((trx) => createPipeline(trx, actor, body))
      return reply.code(201).send(made)
    },
  )
}
