import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'
import { invariant } from '../platform/errors.ts'
import type { Auth } from './auth.ts'
import { CLIENT_IP_HEADER } from './client-address.ts'

/** The library's way to begin a session for a user whom our own routes have recognised; never served. */
export const sessionStarter = {
  id: 'session-starter',
  endpoints: {
    startSession: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ userId: z.string() }) },
      async (context) => {
        const { internalAdapter } = context.context
        const user = await internalAdapter.findUserById(context.body.userId)
        invariant(user, 'A session is started for a user who exists.')
        const session = await internalAdapter.createSession(user.id)
        await setSessionCookie(context, { session, user })
        return context.json({ id: session.id })
      },
    ),
  },
} satisfies BetterAuthPlugin

/** Begins a session of this user and puts its cookie on the reply. */
export async function startSession(
  auth: Auth,
  userId: string,
  { ip, headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const known = new Headers({ [CLIENT_IP_HEADER]: ip, 'user-agent': headers['user-agent'] ?? '' })
  const answer = await auth.api.startSession({ body: { userId }, headers: known, returnHeaders: true })
  void reply.header('set-cookie', answer.headers.getSetCookie())
}
