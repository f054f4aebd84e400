import { z } from 'zod'
import { fileStorage, fileStorageChange, fileStorageInput, storageTest } from '../../../model/file-storage.ts'
import type { StorageOptions } from '../../platform/file-storage/index.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changeStorage, createStorage, listStorages, removeStorage } from './storages.ts'
import { testStorage } from './test-storage.ts'

const tags = ['Storages']
const params = z.object({ id: z.uuid() })
const read = { permission: 'destinations:read' } as const
const write = { permission: 'destinations:write' } as const
const TEST_MS = 150_000

/** Buckets and servers to which files are exported. */
export function addStorageRoutes(app: App, platform: Platform, options: StorageOptions): void {
  addStorages(app, platform)
  addStorage(app, platform)
  app.post(
    '/api/v1/storages/:id/test',
    {
      config: write,
      handlerTimeout: TEST_MS,
      schema: {
        params,
        response: { 200: storageTest },
        tags,
        summary: 'Put a small file there, take it away again, and tell how it went',
      },
    },
    ({ actor, params: { id } }) => testStorage(platform, actor, { id, ...options }),
  )
}

function addStorages(app: App, platform: Platform): void {
  app.get(
    '/api/v1/storages',
    {
      config: read,
      schema: {
        response: { 200: z.object({ data: z.array(fileStorage) }) },
        tags,
        summary: 'Buckets and servers to which files are exported, by name',
      },
    },
    async () => ({ data: await listStorages(platform.db) }),
  )

  app.post(
    '/api/v1/storages',
    {
      config: write,
      schema: {
        body: fileStorageInput,
        response: { 201: fileStorage },
        tags,
        summary: 'Add a bucket or a server; what opens it is never shown again',
      },
    },
    async ({ actor, body }, reply) => reply.code(201).send(await createStorage(platform, actor, body)),
  )
}

function addStorage(app: App, platform: Platform): void {
  app.patch(
    '/api/v1/storages/:id',
    {
      config: write,
      schema: {
        params,
        body: fileStorageChange,
        response: { 200: fileStorage },
        tags,
        summary: 'Change a storage; `settings` and `secret` are replaced as a whole',
      },
    },
    ({ actor, params: { id }, body }) => changeStorage(platform, actor, { id, change: body }),
  )

  app.delete(
    '/api/v1/storages/:id',
    {
      config: write,
      schema: {
        params,
        response: { 204: noContent },
        tags,
        summary: 'Remove a storage to which nothing is exported',
      },
    },
    async ({ actor, params: { id } }, reply) => {
      await removeStorage(platform, actor, id)
      return reply.code(204).send(null)
    },
  )
}
