import { createReadStream } from 'node:fs'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { fileName, MAX_FILE_BYTES, recordFile, type RecordFile } from '../../../model/record-file.ts'
import type { Permission } from '../../../model/roles.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import { bodyStream } from '../body-stream.ts'
import { standardObjects } from '../objects/standard-objects.ts'
import { addFile, findFile, listFiles, setRemoved, type FileStore, type Place } from './record-files.ts'
import { placeOf } from './store-content.ts'

type Params = { id: string; object?: string | undefined }
type Kind = {
  path: string
  tag: string
  read: Permission
  write: Permission
  params: z.ZodType<Params>
  placeOf: (params: Params) => Place
}

const byId = z.object({ id: z.uuid() })
const file = z.object({ file: z.uuid() })
const upload = z.object({
  name: fileName,
  /** The key of a file field of the record: the file becomes its value, in place of the one that it has. */
  field: z.string().max(60).optional(),
})

const kinds: Kind[] = [
  ...standardObjects.map(({ object, path, ...rest }) => ({
    ...rest,
    path: `/api/v1/${path}/:id/files`,
    params: byId,
    placeOf: ({ id }: Params) => ({ object, id }),
  })),
  {
    path: '/api/v1/objects/:object/records/:id/files',
    tag: 'Records',
    read: 'records:read',
    write: 'records:write',
    params: byId.extend({ object: z.string().max(60) }),
    placeOf: ({ id, object = '' }) => ({ object, id }),
  },
]

/** Files of records: whoever sees a record sees its files, and who changes it adds and removes them. */
export function registerFileRoutes(app: App, store: FileStore): void {
  // In a scope of its own: elsewhere a body that is no JSON stays refused.
  void app.register(async (scope: App) => {
    scope.addContentTypeParser(
      /^(?!application\/json)/,
      { bodyLimit: MAX_FILE_BYTES },
      (_request, body, done) => done(null, body),
    )
    for (const kind of kinds) addUpload(scope, store, kind)
  })
  for (const kind of kinds) {
    addReading(app, store, kind)
    addRemoval(app, store, kind)
  }
}

function addUpload(app: App, store: FileStore, { path, tag, write, params, placeOf: place }: Kind): void {
  app.post(
    path,
    {
      config: { permission: write },
      bodyLimit: MAX_FILE_BYTES,
      schema: {
        params,
        querystring: upload,
        response: { 201: recordFile },
        tags: [tag],
        summary: 'Put a file to it, or to a file field of it: the body is the file itself, up to 25 MB',
      },
    },
    async ({ params: given, query, body, actor }, reply) =>
      reply.code(201).send(await addFile(store, actor, place(given), { ...query, body: bodyStream(body) })),
  )
}

function addReading(app: App, store: FileStore, { path, tag, read, params, placeOf: place }: Kind): void {
  const { db } = store.platform
  app.get(
    path,
    {
      config: { permission: read },
      schema: {
        params,
        querystring: pageQuery,
        response: { 200: pageOf(recordFile) },
        tags: [tag],
        summary: 'Its files, newest first',
      },
    },
    async ({ params: given, query, actor }) => listFiles(db, actor, place(given), query),
  )
  app.get(
    `${path}/:file`,
    {
      config: { permission: read },
      schema: { params: z.intersection(params, file), tags: [tag], summary: 'A file of it, to be saved' },
    },
    async ({ params: given, actor }, reply) => {
      const found = await findFile(db, actor, place(given), given.file)
      return asDownload(reply, found).send(createReadStream(placeOf(store.folder, found.hash)))
    },
  )
}

function addRemoval(app: App, store: FileStore, { path, tag, write, params, placeOf: place }: Kind): void {
  const byFile = z.intersection(params, file)
  app.delete(
    `${path}/:file`,
    {
      config: { permission: write },
      schema: {
        params: byFile,
        response: { 204: noContent },
        tags: [tag],
        summary: 'Take a file from it; it can be put back for 30 days',
      },
    },
    async ({ params: given, actor }, reply) => {
      await setRemoved(store, actor, place(given), { file: given.file, removed: true })
      return reply.code(204).send(null)
    },
  )
  app.post(
    `${path}/:file/restoration`,
    {
      config: { permission: write },
      schema: {
        params: byFile,
        response: { 200: recordFile },
        tags: [tag],
        summary: 'Put a removed file back',
      },
    },
    async ({ params: given, actor }) =>
      setRemoved(store, actor, place(given), { file: given.file, removed: false }),
  )
}

/** No browser shows it as a page of ours, whatever is in it. */
function asDownload(reply: FastifyReply, { name, type, size }: RecordFile): FastifyReply {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  return reply
    .type(type)
    .header('content-length', size)
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encoded(name)}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-store')
}

function encoded(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
}
