import { z } from 'zod'
import { pageOf, pageQuery } from '../../model/page.ts'
import { segmentExplanation } from '../../model/segment-explanation.ts'
import {
  segment,
  segmentChange,
  segmentDefinition,
  segmentInput,
  segmentMember,
  segmentPreview,
  segmentSuggestions,
  suggestionsQuery,
} from '../../model/segment.ts'
import { noContent, type App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { explainMembership } from './explain-membership.ts'
import { listMembers } from './list-members.ts'
import { previewSegment } from './preview.ts'
import { createSegment, findSegment, listSegments, removeSegment, updateSegment } from './segments.ts'
import { suggest } from './suggestions.ts'

const tags = ['Segments']
const params = z.object({ id: z.uuid() })
const read = { permission: 'segments:read' } as const
const write = { permission: 'segments:write' } as const

/** Segments over the API. */
export function registerSegmentRoutes(app: App, platform: Platform): void {
  addDefinitionHelp(app, platform)
  addSegments(app, platform)
  addSegment(app, platform)
  addMembers(app, platform)
}

function addDefinitionHelp(app: App, platform: Platform): void {
  app.post(
    '/api/v1/segments/preview',
    {
      config: { permission: 'people:read' },
      schema: {
        body: z.object({ definition: segmentDefinition }),
        response: { 200: segmentPreview },
        tags,
        summary: 'How many people a definition means, and some of them',
      },
    },
    ({ actor, body }) => previewSegment(platform, actor, body.definition),
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

function addMembers(app: App, platform: Platform): void {
  app.get(
    '/api/v1/segments/:id/members',
    {
      config: { permission: 'people:read' },
      schema: {
        params,
        querystring: pageQuery,
        response: { 200: pageOf(segmentMember) },
        tags,
        summary: 'Who belongs to a segment, latest entry first',
      },
    },
    async ({ actor, params: { id }, query }) => {
      await findSegment(platform.db, id)
      return listMembers(platform.db, actor, { ...query, segment: id })
    },
  )

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
}
