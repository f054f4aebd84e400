import { Readable } from 'node:stream'
import { z } from 'zod'
import { importOutcomes } from '../../../model/import-outcomes.ts'
import { importMapping, importRecord, importRow, keptChange, rowFix } from '../../../model/import.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { bodyStream } from '../body-stream.ts'
import { addBulkRows } from './bulk/bulk-row-routes.ts'
import {
  addFile,
  cancelImport,
  changeMapping,
  correctRows,
  createImport,
  removeImport,
  startWork,
} from './manage/change-import.ts'
import { findImport, toImport, type ImportRecord } from './manage/import-row.ts'
import { listImports } from './manage/list-imports.ts'
import { listKept, listRows } from './manage/list-rows.ts'
import { rejectedCsv } from './manage/rejected-csv.ts'
import { MAX_UPLOAD_BYTES } from './manage/store-upload.ts'

const MAX_FIXES = 1_000
const byId = z.object({ id: z.uuid() })
const upload = z.object({
  /** The name of the file. */
  name: z.string().trim().min(1).max(200).default('Upload'),
})
const tags = ['Imports']
const answer = { 200: importRecord }
const read = { permission: 'imports:read' } as const
const write = { permission: 'imports:write' } as const

export type ImportOptions = { folder: string }

/** Imports: files of other programs that become people, companies and deals. */
export function registerImportRoutes(app: App, platform: Platform, { folder }: ImportOptions): void {
  const place = { platform, folder }
  const show = (record: ImportRecord) => toImport(record, platform.clock.now())
  // In a scope of its own: elsewhere a body that is no JSON stays refused.
  void app.register(async (scope: App) => {
    scope.addContentTypeParser(
      /^(?!application\/json)/,
      { bodyLimit: MAX_UPLOAD_BYTES },
      (_request, body, done) => done(null, body),
    )
    addUploads(scope, place, show)
  })
  addBulkRows(app, platform)
  addReading(app, platform, show)
  addSteps(app, place, show)
  addRows(app, platform)
  addResults(app, platform)
}

type Place = { platform: Platform; folder: string }
type Show = (record: ImportRecord) => z.infer<typeof importRecord>

function addUploads(app: App, place: Place, show: Show): void {
  app.post(
    '/api/v1/imports',
    {
      config: write,
      bodyLimit: MAX_UPLOAD_BYTES,
      schema: {
        querystring: upload,
        response: { 201: importRecord },
        tags,
        summary: 'Begin an import: the body is the file itself (CSV, TSV, .xlsx or vCard)',
      },
    },
    async ({ query, actor, body }, reply) => {
      const record = await createImport(place, actor, { name: query.name, body: bodyStream(body) })
      return reply.code(201).send(show(record))
    },
  )
  app.post(
    '/api/v1/imports/:id/files',
    {
      config: write,
      bodyLimit: MAX_UPLOAD_BYTES,
      schema: {
        params: byId,
        querystring: upload,
        response: answer,
        tags,
        summary: 'Add a linked file to an import',
      },
    },
    async ({ params, query, actor, body }) =>
      show(await addFile(place, actor, { id: params.id, name: query.name, body: bodyStream(body) })),
  )
}

function addReading(app: App, { db }: Platform, show: Show): void {
  app.get(
    '/api/v1/imports',
    {
      config: read,
      schema: {
        querystring: pageQuery,
        response: { 200: pageOf(importRecord) },
        tags,
        summary: 'Imports, newest first',
      },
    },
    async ({ query }) => {
      const { data, next } = await listImports(db, query)
      return { data: data.map(show), next }
    },
  )
  app.get(
    '/api/v1/imports/:id',
    {
      config: read,
      schema: { params: byId, response: answer, tags, summary: 'An import: how far it is, and what it did' },
    },
    async ({ params }) => show(await findImport(db, params.id)),
  )
  app.get(
    '/api/v1/imports/:id/mapping',
    {
      config: read,
      schema: {
        params: byId,
        response: { 200: importMapping },
        tags,
        summary: 'How the files of an import are read',
      },
    },
    async ({ params }) => {
      const { files } = await findImport(db, params.id)
      return { files: files.map(({ mapping }) => mapping) }
    },
  )
}

function addSteps(app: App, place: Place, show: Show): void {
  const { platform } = place
  app.put(
    '/api/v1/imports/:id/mapping',
    {
      config: write,
      schema: {
        params: byId,
        body: importMapping,
        response: answer,
        tags,
        summary: 'Say how the files are read',
      },
    },
    async ({ params, body, actor }) =>
      show(await changeMapping(platform, actor, { id: params.id, mapping: body })),
  )
  const works = [
    ['dry-run', 'check', 'Check all rows without writing anything'],
    ['run', 'run', 'Run an import whose rows have been checked'],
    ['undo', 'undo', 'Take back everything that an import created and updated'],
  ] as const
  for (const [path, work, summary] of works) {
    app.post(
      `/api/v1/imports/:id/${path}`,
      { config: write, schema: { params: byId, response: { 202: importRecord }, tags, summary } },
      async ({ params, actor }, reply) =>
        reply.code(202).send(show(await startWork(platform, actor, { id: params.id, work }))),
    )
  }
  app.post(
    '/api/v1/imports/:id/cancellation',
    { config: write, schema: { params: byId, response: answer, tags, summary: 'Stop what an import is at' } },
    async ({ params, actor }) => show(await cancelImport(platform, actor, params.id)),
  )
  app.delete(
    '/api/v1/imports/:id',
    {
      config: write,
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Forget an import; what it brought in stays and can no longer be undone',
      },
    },
    async ({ params, actor }, reply) => {
      await removeImport(place, actor, params.id)
      return reply.code(204).send(null)
    },
  )
}

function addRows(app: App, platform: Platform): void {
  const { db } = platform
  const rowsQuery = pageQuery.extend({ outcome: z.enum(importOutcomes).optional() })
  app.get(
    '/api/v1/imports/:id/rows',
    {
      config: read,
      schema: {
        params: byId,
        querystring: rowsQuery,
        response: { 200: pageOf(importRow) },
        tags,
        summary: 'The rows with their outcome and what is wrong with them',
      },
    },
    async ({ params, query }) => listRows(db, (await findImport(db, params.id)).id, query),
  )
  app.patch(
    '/api/v1/imports/:id/rows',
    {
      config: write,
      schema: {
        params: byId,
        body: z.object({ fixes: z.array(rowFix).min(1).max(MAX_FIXES) }),
        response: { 202: z.object({ rows: z.number() }) },
        tags,
        summary: 'Correct cells or decide on rows; everything is checked again',
      },
    },
    async ({ params, body, actor }, reply) =>
      reply.code(202).send(await correctRows(platform, actor, { id: params.id, fixes: body.fixes })),
  )
}

function addResults(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/imports/:id/kept',
    {
      config: read,
      schema: {
        params: byId,
        querystring: pageQuery,
        response: { 200: pageOf(keptChange) },
        tags,
        summary: 'What an undo left as it was, with the reason',
      },
    },
    async ({ params, query }) => listKept(db, (await findImport(db, params.id)).id, query),
  )
  app.get(
    '/api/v1/imports/:id/rejected.csv',
    {
      config: read,
      schema: { params: byId, tags, summary: 'The rejected rows as CSV, with the reason of each' },
    },
    async ({ params }, reply) => {
      const record = await findImport(db, params.id)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="rejected-rows.csv"')
        .send(Readable.from(rejectedCsv(db, record)))
    },
  )
}
