import { z } from 'zod'
import { role, roleChange, roleInput } from '../../../model/role.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Access } from '../access.ts'
import { changeRole, createRole, listRoles, removeRole } from './roles.ts'

const tags = ['Roles']
const params = z.object({ id: z.string().max(100) })

/** Routes to manage roles: what who holds them may do with which records. */
export function registerRoleRoutes(app: App, { platform, forgetCallers }: Access): void {
  app.get(
    '/api/v1/roles',
    {
      config: { permission: 'users:read' },
      schema: {
        response: { 200: z.object({ data: z.array(role), next: z.null() }) },
        tags,
        summary: 'All roles and what each may do',
      },
    },
    async () => ({ data: await listRoles(platform.db), next: null }),
  )

  app.post(
    '/api/v1/roles',
    {
      config: { permission: 'users:write' },
      schema: { body: roleInput, response: { 201: role }, tags, summary: 'Make a role' },
    },
    async ({ actor, body }, reply) => reply.code(201).send(await createRole(platform, actor, body)),
  )

  app.patch(
    '/api/v1/roles/:id',
    {
      config: { permission: 'users:write' },
      schema: { params, body: roleChange, response: { 200: role }, tags, summary: 'Change a role' },
    },
    async ({ actor, params: { id }, body }) => {
      const changed = await changeRole(platform, actor, { id, change: body })
      forgetCallers()
      return changed
    },
  )

  app.delete(
    '/api/v1/roles/:id',
    {
      config: { permission: 'users:write' },
      schema: { params, response: { 204: noContent }, tags, summary: 'Remove a role that nobody has' },
    },
    async ({ actor, params: { id } }, reply) => {
      await removeRole(platform, actor, id)
      return reply.code(204).send(null)
    },
  )
}
