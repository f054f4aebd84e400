import { z } from 'zod'
import { chosenPassword, passwordReset } from '../../../model/access.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Access } from '../access.ts'
import { retryLater } from '../retry-later.ts'
import { askReset } from './ask-reset.ts'
import { choosePassword } from './choose-password.ts'
import { inviteAgain } from './invite-user.ts'

/** Routes for links that are mailed, by which users choose a password. */
export function registerPasswordLinkRoutes(app: App, access: Access): void {
  addReset(app, access)
  addChoice(app, access)
  app.post(
    '/api/v1/users/:id/invitation',
    {
      config: { permission: 'users:write' },
      schema: {
        params: z.object({ id: z.string().max(100) }),
        response: { 204: noContent },
        tags: ['Users'],
        summary: 'Mail a user, who has no password yet, the invitation again',
      },
    },
    async ({ actor, params }, reply) => {
      await inviteAgain(access, actor, params.id)
      return reply.code(204).send(null)
    },
  )
}

function addReset(app: App, access: Access): void {
  app.post(
    '/api/v1/password-resets',
    {
      config: { permission: 'public' },
      schema: {
        body: passwordReset,
        response: { 204: noContent },
        tags: ['Session'],
        summary:
          'Ask for a mail by which to choose a new password; the answer does not tell whether there is such a user',
      },
    },
    async (request, reply) => {
      const { body, ip } = request
      const email = body.email.toLowerCase()
      retryLater(reply, Math.max(access.signInsByAddress.take(ip), access.resetsByEmail.take(email)))
      // Nobody waits for it, so that the time it takes does not tell either.
      askReset(access, { email, ip }).catch((error: unknown) =>
        request.log.error({ err: error }, 'A mail for choosing a new password could not be written'),
      )
      return reply.code(204).send(null)
    },
  )
}

function addChoice(app: App, access: Access): void {
  app.post(
    '/api/v1/password-resets/choice',
    {
      config: { permission: 'public' },
      schema: {
        body: chosenPassword,
        response: { 204: noContent },
        tags: ['Session'],
        summary:
          'Choose a password with the secret part of a link that was mailed; you are signed out everywhere',
      },
    },
    async ({ body, ip }, reply) => {
      retryLater(reply, access.signInsByAddress.take(ip))
      await choosePassword(access, { ...body, ip })
      return reply.code(204).send(null)
    },
  )
}
