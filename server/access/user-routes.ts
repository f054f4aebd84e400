import { z } from 'zod'
import { user, userChange, userInput } from '../../model/access.ts'
import { pageOf, pageQuery } from '../../model/page.ts'
import { noContent, type App } from '../platform/http/index.ts'
import type { Access } from './access.ts'
import { listUsers } from './list-users.ts'
import { changeUser, createUser, removeUser } from './users.ts'

const tags = ['Users']
const params = z.object({ id: z.string().max(100) })

/** Routes to manage the people who may sign in. */
export function registerUserRoutes(app: App, { platform, forgetCallers }: Access): void {
  app.get(
    '/api/v1/users',
    {
      config: { permission: 'users:read' },
      schema: {
        querystring: pageQuery,
        response: { 200: pageOf(user) },
        tags,
        summary: 'The users, by name',
      },
    },
    (request) => listUsers(platform.db, request.query),
  )

  app.post(
    '/api/v1/users',
    {
      config: { permission: 'users:write' },
      schema: { body: userInput, response: { 201: user }, tags, summary: 'Make a user' },
    },
    async (request, reply) => reply.code(201).send(await createUser(platform, request.actor, request.body)),
  )

  app.patch(
    '/api/v1/users/:id',
    {
      config: { permission: 'users:write' },
      schema: {
        params,
        body: userChange,
        response: { 200: user },
        tags,
        summary: 'Change a user’s name or role',
      },
    },
    async (request) => {
      const changed = await changeUser(platform, request.actor, request.params.id, request.body)
      forgetCallers()
      return changed
    },
  )

  app.delete(
    '/api/v1/users/:id',
    {
      config: { permission: 'users:write' },
      schema: { params, response: { 204: noContent }, tags, summary: 'Remove a user' },
    },
    async (request, reply) => {
      await removeUser(platform, request.actor, request.params.id)
      forgetCallers()
      return reply.code(204).send(null)
    },
  )
}
