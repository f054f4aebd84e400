import { z } from 'zod'
import { newUser, user, userChange } from '../../model/access.ts'
import { pageOf, pageQuery } from '../../model/page.ts'
import { noContent, type App } from '../platform/http/index.ts'
import type { Access } from './access.ts'
import { prepareInvitation } from './password-links/invite-user.ts'
import { listUsers } from './list-users.ts'
import { removeUser } from './remove-user.ts'
import { changeUser, createUser } from './users.ts'

const tags = ['Users']
const params = z.object({ id: z.string().max(100) })
const removal = z.object({ records_to: z.string().min(1).max(100).optional() })

/** Routes to manage the people who may sign in. */
export function registerUserRoutes(app: App, access: Access): void {
  addTeam(app, access)
  addChanges(app, access)
}

function addTeam(app: App, access: Access): void {
  const { platform } = access
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
      schema: {
        body: newUser,
        response: { 201: user },
        tags,
        summary: 'Make a user; without a password, they are mailed a link by which to choose one',
      },
    },
    async (request, reply) => {
      const { actor, body } = request
      const invite = body.password === undefined ? await prepareInvitation(access, actor) : undefined
      const made = await createUser(platform, actor, body, invite)
      return reply.code(201).send(made)
    },
  )
}

function addChanges(app: App, { platform, forgetCallers }: Access): void {
  app.patch(
    '/api/v1/users/:id',
    {
      config: { permission: 'users:write' },
      schema: {
        params,
        body: userChange,
        response: { 200: user },
        tags,
        summary: 'Change a user’s name or roles',
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
      schema: {
        params,
        querystring: removal,
        response: { 204: noContent },
        tags,
        summary: 'Remove a user; the records that were theirs go to `records_to`, or to nobody',
      },
    },
    async ({ actor, params: { id }, query }, reply) => {
      await removeUser(platform, actor, { id, heirId: query.records_to ?? null })
      forgetCallers()
      return reply.code(204).send(null)
    },
  )
}
