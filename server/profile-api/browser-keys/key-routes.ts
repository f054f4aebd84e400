import { z } from 'zod'
import { browserKey, browserKeyChange, browserKeyInput } from '../../../model/profile.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changeBrowserKey, createBrowserKey, listBrowserKeys, removeBrowserKey } from './browser-keys.ts'
import type { BrowserKeys } from './open-browser-keys.ts'

const tags = ['API keys']
const params = z.object({ id: z.uuid() })
const read = { permission: 'keys:read' } as const
const write = { permission: 'keys:write' } as const

/** Keys by which pages in a browser read something of their own visitor. */
export function addBrowserKeyRoutes(app: App, platform: Platform, keys: BrowserKeys): void {
  app.get(
    '/api/v1/browser-keys',
    {
      config: read,
      schema: {
        response: { 200: z.object({ data: z.array(browserKey), next: z.null() }) },
        tags,
        summary: 'The browser keys, by name',
      },
    },
    async () => ({ data: await listBrowserKeys(platform.db), next: null }),
  )
  app.post(
    '/api/v1/browser-keys',
    {
      config: write,
      schema: { body: browserKeyInput, response: { 201: browserKey }, tags, summary: 'Make a browser key' },
    },
    async (request, reply) => {
      const made = await createBrowserKey(platform, request.actor, request.body)
      keys.forget()
      return reply.code(201).send(made)
    },
  )
  app.patch(
    '/api/v1/browser-keys/:id',
    {
      config: write,
      schema: {
        params,
        body: browserKeyChange,
        response: { 200: browserKey },
        tags,
        summary: 'Change a browser key, or switch it off',
      },
    },
    async (request) => {
      const changed = await changeBrowserKey(platform, request.actor, {
        id: request.params.id,
        change: request.body,
      })
      keys.forget()
      return changed
    },
  )
  app.delete(
    '/api/v1/browser-keys/:id',
    {
      config: write,
      schema: { params, response: { 204: noContent }, tags, summary: 'Remove a browser key' },
    },
    async (request, reply) => {
      await removeBrowserKey(platform, request.actor, request.params.id)
      keys.forget()
      return reply.code(204).send(null)
    },
  )
}
