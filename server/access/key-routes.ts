import { z } from 'zod'
import { apiKey, apiKeyInput, createdApiKey } from '../../model/access.ts'
import { pageOf, pageQuery } from '../../model/page.ts'
import { noContent, type App } from '../platform/http/index.ts'
import type { Access } from './access.ts'
import { createApiKey, listApiKeys, removeApiKey } from './api-keys.ts'

const tags = ['API keys']
const params = z.object({ id: z.uuid() })

/** Routes to manage the keys by which programs use the API. */
export function registerKeyRoutes(app: App, { platform, forgetCallers }: Access): void {
  app.get(
    '/api/v1/api-keys',
    {
      config: { permission: 'keys:read' },
      schema: {
        querystring: pageQuery,
        response: { 200: pageOf(apiKey) },
        tags,
        summary: 'The API keys, by name',
      },
    },
    (request) => listApiKeys(platform.db, request.query),
  )

  app.post(
    '/api/v1/api-keys',
    {
      config: { permission: 'keys:write' },
      schema: {
        body: apiKeyInput,
        response: { 201: createdApiKey },
        tags,
        summary: 'Make an API key, shown only in this answer',
      },
    },
    async (request, reply) => {
      const created = await createApiKey(platform, request.actor, request.body)
      forgetCallers()
      return reply.code(201).send(created)
    },
  )

  app.delete(
    '/api/v1/api-keys/:id',
    {
      config: { permission: 'keys:write' },
      schema: { params, response: { 204: noContent }, tags, summary: 'Remove an API key' },
    },
    async (request, reply) => {
      await removeApiKey(platform, request.actor, request.params.id)
      forgetCallers()
      return reply.code(204).send(null)
    },
  )
}
