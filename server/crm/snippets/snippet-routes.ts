import { z } from 'zod'
import { snippet, snippetInput } from '../../../model/activity.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { createSnippet, deleteSnippet, listSnippets } from './snippets.ts'

const tags = ['Activities']

/** Texts that are written again and again, shared by everybody. */
export function addSnippetRoutes(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/snippets',
    {
      config: { permission: 'activities:read' },
      schema: {
        querystring: pageQuery,
        response: { 200: pageOf(snippet) },
        tags,
        summary: 'Texts to use again',
      },
    },
    async ({ query }) => listSnippets(db, query),
  )
  app.post(
    '/api/v1/snippets',
    {
      config: { permission: 'activities:write' },
      schema: { body: snippetInput, response: { 201: snippet }, tags, summary: 'Keep a text to use again' },
    },
    async ({ body, actor }, reply) =>
      reply.code(201).send(await db.transaction().execute((trx) => createSnippet(trx, actor, body))),
  )
  app.delete(
    '/api/v1/snippets/:id',
    {
      config: { permission: 'activities:write' },
      schema: {
        params: z.object({ id: z.uuid() }),
        response: { 204: noContent },
        tags,
        summary: 'Delete a snippet',
      },
    },
    async ({ params, actor }, reply) => {
      await db.transaction().execute((trx) => deleteSnippet(trx, actor, params.id))
      return reply.code(204).send(null)
    },
  )
}
