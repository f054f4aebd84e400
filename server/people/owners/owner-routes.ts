import { z } from 'zod'
import { addRecordAccessRoutes } from '../../access/index.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { assignCompany, assignPerson } from './assign-owner.ts'
import { companyKind, personKind } from './record-kinds.ts'

const params = z.object({ id: z.uuid() })
const body = z.object({ owner_id: z.string().min(1).max(100).nullable() })

/** Who owns people and companies, with whom they are shared, and why somebody sees them. */
export function addOwnerRoutes(app: App, platform: Platform): void {
  app.put(
    '/api/v1/people/:id/owner',
    {
      config: { permission: 'people:write' },
      schema: {
        params,
        body,
        response: { 204: noContent },
        tags: ['People'],
        summary: 'Give a person to a user, or to nobody',
      },
    },
    async (request, reply) => {
      await assignPerson(platform, request.actor, { ...request.params, ownerId: request.body.owner_id })
      return reply.code(204).send(null)
    },
  )

  app.put(
    '/api/v1/companies/:id/owner',
    {
      config: { permission: 'companies:write' },
      schema: {
        params,
        body,
        response: { 204: noContent },
        tags: ['Companies'],
        summary: 'Give a company to a user, or to nobody',
      },
    },
    async (request, reply) => {
      await assignCompany(platform, request.actor, { ...request.params, ownerId: request.body.owner_id })
      return reply.code(204).send(null)
    },
  )
  addRecordAccessRoutes(app, platform, personKind)
  addRecordAccessRoutes(app, platform, companyKind)
}
