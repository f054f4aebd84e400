import { Readable } from 'node:stream'
import { z } from 'zod'
import { listChange, listFileQuery, listOutcome } from '../../../model/segment-list.ts'
import { segment } from '../../../model/segment.ts'
import { fail } from '../../platform/errors.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changeList } from './change-list.ts'
import { freezeSegment, thawSegment } from './freeze.ts'
import type { Doing } from './list-entries.ts'
import { changeListByFile } from './list-file.ts'

const MAX_FILE_BYTES = 100 * 1024 * 1024
const FILE_TIMEOUT_MS = 30 * 60_000
const tags = ['Segments']
const params = z.object({ id: z.uuid() })
const write = { permission: 'segments:write' } as const

/** The lists of static segments, and freezing live ones. */
export function addListRoutes(app: App, platform: Platform): void {
  addChanges(app, platform, {
    path: 'list',
    doing: 'add',
    summary: 'Put people, or companies, on the list of a static segment',
  })
  addChanges(app, platform, {
    path: 'list/removals',
    doing: 'remove',
    summary: 'Take people, or companies, off the list of a static segment',
  })
  // In a scope of its own: elsewhere a body that is no JSON stays refused.
  void app.register(async (scope: App) => {
    scope.addContentTypeParser(
      /^(?!application\/json)/,
      { bodyLimit: MAX_FILE_BYTES },
      (_request, body, done) => done(null, body),
    )
    addFile(scope, platform, {
      path: 'list/file',
      doing: 'add',
      summary:
        'Put everybody on the list of a static segment, or all companies, that a CSV file of identifiers names',
    })
    addFile(scope, platform, {
      path: 'list/removals/file',
      doing: 'remove',
      summary:
        'Take everybody off the list of a static segment, or all companies, that a CSV file of identifiers names',
    })
  })
  addFreezing(app, platform)
}

type ListRoute = { path: string; doing: Doing; summary: string }

function addChanges(app: App, platform: Platform, { path, doing, summary }: ListRoute): void {
  app.post(
    `/api/v1/segments/:id/${path}`,
    {
      config: write,
      schema: { params, body: listChange, response: { 200: listOutcome }, tags, summary },
    },
    ({ actor, params: { id }, body }) => changeList(platform, actor, { segment: id, doing, change: body }),
  )
}

function addFile(app: App, platform: Platform, { path, doing, summary }: ListRoute): void {
  app.post(
    `/api/v1/segments/:id/${path}`,
    {
      config: write,
      bodyLimit: MAX_FILE_BYTES,
      handlerTimeout: FILE_TIMEOUT_MS,
      schema: { params, querystring: listFileQuery, response: { 200: listOutcome }, tags, summary },
    },
    ({ actor, params: { id }, query, body }) => {
      if (!(body instanceof Readable))
        throw fail('bad_request', 'Send the file itself as the body, with the content type text/csv.')
      return changeListByFile(platform, actor, { segment: id, doing, query, body })
    },
  )
}

function addFreezing(app: App, platform: Platform): void {
  app.post(
    '/api/v1/segments/:id/freeze',
    {
      config: write,
      schema: {
        params,
        response: { 200: segment },
        tags,
        summary: 'Freeze a live segment: whoever is in it stays, and nobody else enters',
      },
    },
    ({ actor, params: { id } }) => freezeSegment(platform, actor, id),
  )
  app.delete(
    '/api/v1/segments/:id/freeze',
    {
      config: write,
      schema: {
        params,
        response: { 200: segment },
        tags,
        summary: 'Thaw a frozen segment: it follows its conditions again',
      },
    },
    ({ actor, params: { id } }) => thawSegment(platform, actor, id),
  )
}
