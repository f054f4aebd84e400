import { z } from 'zod'
import { pageOf, pageQuery } from '../../../model/page.ts'
import {
  segmentExport,
  segmentExportChange,
  segmentExportInput,
  segmentExportRun,
} from '../../../model/segment-export.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { findSegment } from '../segments.ts'
import { findExport, listExports, listRuns } from './export-rows.ts'
import { changeExport, createExport, removeExport, runExportNow } from './manage-exports.ts'

const tags = ['Segments']
const params = z.object({ id: z.uuid() })
const exportParams = params.extend({ exportId: z.uuid() })
const read = { permission: 'segments:read' } as const
const write = { permission: 'segments:write' } as const

/** Files of a segment's people that are written to a storage, again and again or when somebody asks. */
export function addExportRoutes(app: App, platform: Platform): void {
  addExports(app, platform)
  addExport(app, platform)
  addRuns(app, platform)
}

function addExports(app: App, platform: Platform): void {
  const { db } = platform
  app.get(
    '/api/v1/segments/:id/exports',
    {
      config: read,
      schema: {
        params,
        response: { 200: z.object({ data: z.array(segmentExport) }) },
        tags,
        summary: 'The exports of a segment, each with its last run',
      },
    },
    async ({ params: { id } }) => {
      await findSegment(db, id)
      return { data: await listExports(db, id) }
    },
  )

  app.post(
    '/api/v1/segments/:id/exports',
    {
      config: write,
      schema: {
        params,
        body: segmentExportInput,
        response: { 201: segmentExport },
        tags,
        summary: 'Write files of who is in a segment, or who entered and left, to a storage on a schedule',
      },
    },
    async ({ actor, params: { id }, body }, reply) =>
      reply.code(201).send(await createExport(platform, actor, { segment: id, input: body })),
  )
}

function addExport(app: App, platform: Platform): void {
  app.patch(
    '/api/v1/segments/:id/exports/:exportId',
    {
      config: write,
      schema: {
        params: exportParams,
        body: segmentExportChange,
        response: { 200: segmentExport },
        tags,
        summary: 'Change an export, which then runs with your rights',
      },
    },
    ({ actor, params: { id, exportId }, body }) =>
      changeExport(platform, actor, { segment: id, id: exportId, change: body }),
  )

  app.delete(
    '/api/v1/segments/:id/exports/:exportId',
    {
      config: write,
      schema: {
        params: exportParams,
        response: { 204: noContent },
        tags,
        summary: 'Remove an export and the log of its runs; files that were written stay',
      },
    },
    async ({ actor, params: { id, exportId } }, reply) => {
      await removeExport(platform, actor, { segment: id, id: exportId })
      return reply.code(204).send(null)
    },
  )
}

function addRuns(app: App, platform: Platform): void {
  app.get(
    '/api/v1/segments/:id/exports/:exportId/runs',
    {
      config: read,
      schema: {
        params: exportParams,
        querystring: pageQuery,
        response: { 200: pageOf(segmentExportRun) },
        tags,
        summary: 'When and how an export ran, the latest first',
      },
    },
    async ({ params: { id, exportId }, query }) => {
      await findExport(platform.db, { segment: id, id: exportId })
      return listRuns(platform.db, { ...query, id: exportId })
    },
  )

  app.post(
    '/api/v1/segments/:id/exports/:exportId/runs',
    {
      config: write,
      schema: {
        params: exportParams,
        response: { 201: segmentExportRun },
        tags,
        summary: 'Have an export run now',
      },
    },
    async ({ actor, params: { id, exportId } }, reply) =>
      reply.code(201).send(await runExportNow(platform, actor, { segment: id, id: exportId })),
  )
}
