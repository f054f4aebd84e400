import { z } from 'zod'
import {
  closeReason,
  closeReasonInput,
  pipeline,
  pipelineChange,
  pipelineInput,
} from '../../../model/deal.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changePipeline, deletePipeline } from './change-pipeline.ts'
import { createCloseReason, deleteCloseReason, listCloseReasons } from './close-reasons.ts'
import { createPipeline } from './create-pipeline.ts'
import { listPipelines } from './find-pipelines.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['Pipelines']

/** Pipelines: the ways that deals go, stage by stage, and why they end. */
export function addPipelineRoutes(app: App, platform: Platform): void {
  addPipelines(app, platform)
  addCloseReasons(app, platform)
}

function addPipelines(app: App, platform: Platform): void {
  const { db } = platform
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
  app.patch(
    '/api/v1/pipelines/:id',
    {
      config: { permission: 'pipelines:write' },
      schema: {
        params: byId,
        body: pipelineChange,
        response: { 200: pipeline },
        tags,
        summary: 'Rename a pipeline; change, add, order and remove its stages',
      },
    },
    async ({ params, body, actor }) => changePipeline(platform, actor, { id: params.id, change: body }),
  )
  app.delete(
    '/api/v1/pipelines/:id',
    {
      config: { permission: 'pipelines:write' },
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Remove a pipeline that has no deals',
      },
    },
    async ({ params, actor }, reply) => {
      await deletePipeline(platform, actor, params.id)
      return reply.code(204).send(null)
    },
  )
}

function addCloseReasons(app: App, { db, clock }: Platform): void {
  app.get(
    '/api/v1/close-reasons',
    {
      config: { permission: 'deals:read' },
      schema: {
        response: { 200: z.object({ data: z.array(closeReason), next: z.null() }) },
        tags,
        summary: 'Why deals are won or lost',
      },
    },
    async () => ({ data: await listCloseReasons(db), next: null }),
  )
  app.post(
    '/api/v1/close-reasons',
    {
      config: { permission: 'pipelines:write' },
      schema: { body: closeReasonInput, response: { 201: closeReason }, tags, summary: 'Add a reason' },
    },
    async ({ body, actor }, reply) => {
      const made = await db.transaction().execute((trx) => createCloseReason(trx, actor, body))
      return reply.code(201).send(made)
    },
  )
  app.delete(
    '/api/v1/close-reasons/:id',
    {
      config: { permission: 'pipelines:write' },
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Offer a reason no longer; deals that have it keep it',
      },
    },
    async ({ params, actor }, reply) => {
      const at = new Date(clock.now())
      await db.transaction().execute((trx) => deleteCloseReason(trx, actor, { id: params.id, at }))
      return reply.code(204).send(null)
    },
  )
}
