import { z } from 'zod'
import { pageOf, pageQuery } from '../../model/page.ts'
import { companyExplanation, segmentExplanation } from '../../model/segment-explanation.ts'
import { parsedSegment, parseInput } from '../../model/segment-parse.ts'
import { segmentUse } from '../../model/segment-use.ts'
import {
  segment,
  segmentChange,
  previewInput,
  segmentInput,
  segmentPreview,
  segmentSuggestions,
  suggestionsQuery,
} from '../../model/segment.ts'
import type { StorageOptions } from '../platform/file-storage/index.ts'
import { noContent, type App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { addCompareRoutes } from './compare/compare-routes.ts'
import { explainCompany, explainMembership } from './explain-membership.ts'
import { addCostRoutes } from './cost/cost-routes.ts'
import { addComputedRoutes } from './computed/computed-routes.ts'
import { addDownloadRoutes } from './exports/download-routes.ts'
import { addExportRoutes } from './exports/export-routes.ts'
import { addHistoryRoutes } from './history/history-routes.ts'
import { addListRoutes } from './lists/list-routes.ts'
import { parseText } from './parse-text.ts'
import { previewSegment } from './preview.ts'
import { removeSegment } from './remove-segment.ts'
import { createSegment, findSegment, listSegments, updateSegment } from './segments.ts'
import { addSplitRoutes } from './splits/split-routes.ts'
import { addStorageRoutes } from './storages/storage-routes.ts'
import { suggest } from './suggestions.ts'
import { listUses } from './uses.ts'

const tags = ['Segments']
const params = z.object({ id: z.uuid() })
const read = { permission: 'segments:read' } as const
const write = { permission: 'segments:write' } as const

/** Segments over the API. */
export function registerSegmentRoutes(app: App, platform: Platform, options: StorageOptions): void {
  addDefinitionHelp(app, platform)
  addSegments(app, platform)
  addCompareRoutes(app, platform)
  addSegment(app, platform)
  addExplanation(app, platform)
  addCostRoutes(app, platform)
  addHistoryRoutes(app, platform)
  addListRoutes(app, platform)
  addSplitRoutes(app, platform)
  addDownloadRoutes(app, platform)
  addExportRoutes(app, platform)
  addStorageRoutes(app, platform, options)
  addComputedRoutes(app, platform)
}

function addDefinitionHelp(app: App, platform: Platform): void {
  app.post(
    '/api/v1/segments/preview',
    {
      config: { permission: 'people:read' },
      schema: {
        body: previewInput,
        response: { 200: segmentPreview },
        tags,
        summary: 'How many people a definition means, some of them, and what to look at before it is saved',
      },
    },
    ({ actor, body }) => previewSegment(platform, actor, body),
  )

  app.post(
    '/api/v1/segments/parse',
    {
      config: read,
      schema: {
        body: parseInput,
        response: { 200: parsedSegment },
        tags,
        summary:
          'The definition that a sentence means, or what is wrong with it, where, and what to write instead',
      },
    },
    ({ actor, body }) => parseText(platform, actor, body),
  )

  app.get(
    '/api/v1/segments/suggestions',
    {
      config: read,
      schema: {
        querystring: suggestionsQuery,
        response: { 200: segmentSuggestions },
        tags,
        summary: 'Names of events, traits and properties seen in real data, and values of a field',
      },
    },
    ({ actor, query }) => suggest(platform, actor, query),
  )
}

function addSegments(app: App, platform: Platform): void {
  app.get(
    '/api/v1/segments',
    {
      config: read,
      schema: {
        querystring: pageQuery,
        response: { 200: pageOf(segment) },
        tags,
        summary: 'The segments, by name',
      },
    },
    ({ query }) => listSegments(platform.db, query),
  )

  app.post(
    '/api/v1/segments',
    {
      config: write,
      schema: {
        body: segmentInput,
        response: { 201: segment },
        tags,
        summary: 'Make a segment; it is built in the background',
      },
    },
    async ({ actor, body }, reply) => reply.code(201).send(await createSegment(platform, actor, body)),
  )
}

function addSegment(app: App, platform: Platform): void {
  app.get(
    '/api/v1/segments/:id',
    { config: read, schema: { params, response: { 200: segment }, tags, summary: 'A segment' } },
    ({ params: { id } }) => findSegment(platform.db, id),
  )

  app.get(
    '/api/v1/segments/:id/uses',
    {
      config: read,
      schema: {
        params,
        response: { 200: z.object({ data: z.array(segmentUse) }) },
        tags,
        summary: 'What needs a segment: segments whose conditions name it, and destinations that hear of it',
      },
    },
    async ({ params: { id } }) => {
      await findSegment(platform.db, id)
      return { data: await listUses(platform.db, id) }
    },
  )

  app.patch(
    '/api/v1/segments/:id',
    {
      config: write,
      schema: { params, body: segmentChange, response: { 200: segment }, tags, summary: 'Change a segment' },
    },
    ({ actor, body, params: { id } }) => updateSegment(platform, actor, { id, change: body }),
  )

  app.delete(
    '/api/v1/segments/:id',
    { config: write, schema: { params, response: { 204: noContent }, tags, summary: 'Remove a segment' } },
    async ({ actor, params: { id } }, reply) => {
      await removeSegment(platform, actor, id)
      return reply.code(204).send(null)
    },
  )
}

function addExplanation(app: App, platform: Platform): void {
  app.get(
    '/api/v1/segments/:id/people/:personId/explanation',
    {
      config: { permission: 'people:read' },
      schema: {
        params: params.extend({ personId: z.uuid() }),
        response: { 200: segmentExplanation },
        tags,
        summary: 'Why a person is in a segment or not: each condition, whether it holds, and by what',
      },
    },
    ({ params: { id, personId }, actor }) => explainMembership(platform, actor, { segmentId: id, personId }),
  )

  app.get(
    '/api/v1/segments/:id/companies/:companyId/explanation',
    {
      config: { permission: 'companies:read' },
      schema: {
        params: params.extend({ companyId: z.uuid() }),
        response: { 200: companyExplanation },
        tags,
        summary:
          'Why a company is in a segment of companies or not: each condition, whether it holds, and by what',
      },
    },
    ({ params: { id, companyId }, actor }) => explainCompany(platform, actor, { segmentId: id, companyId }),
  )
}
