import { z } from 'zod'
import { device, passwordChange } from '../../model/access.ts'
import { noContent, type App } from '../platform/http/index.ts'
import type { Access } from './access.ts'
import { changeOwnPassword } from './own-password.ts'
import { endOwnSession, listOwnSessions } from './own-sessions.ts'

const tags = ['Account']

/** Routes by which users look after their own account. */
export function registerAccountRoutes(app: App, access: Access): void {
  app.put(
    '/api/v1/account/password',
    {
      config: { permission: 'signed_in' },
      schema: {
        body: passwordChange,
        response: { 204: noContent },
        tags,
        summary: 'Change your own password; you are signed out everywhere else',
      },
    },
    async (request, reply) => {
      await changeOwnPassword(access, request, reply, request.body)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/v1/account/sessions',
    {
      config: { permission: 'signed_in' },
      schema: {
        response: { 200: z.object({ data: z.array(device), next: z.null() }) },
        tags,
        summary: 'Where you are signed in',
      },
    },
    async (request) => ({ data: await listOwnSessions(access, request), next: null }),
  )

  app.delete(
    '/api/v1/account/sessions/:id',
    {
      config: { permission: 'signed_in' },
      schema: {
        params: z.object({ id: z.string().max(100) }),
        response: { 204: noContent },
        tags,
        summary: 'End one of your sessions',
      },
    },
    async (request, reply) => {
      await endOwnSession(access, request, request.params.id)
      return reply.code(204).send(null)
    },
  )
}
