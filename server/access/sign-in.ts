import type { FastifyReply, FastifyRequest } from 'fastify'
import { isAPIError } from 'better-auth/api'
import { sql } from 'kysely'
import { fail, invariant } from '../platform/errors.ts'
import type { Access } from './access.ts'
import { audit } from './audit.ts'
import { CLIENT_IP_HEADER } from './auth.ts'
import { toActor } from './caller.ts'
import { findMember, type Member } from './roles/find-member.ts'

export type Password = { email: string; password: string }

/**
 * Checks the password and puts the session's cookie on the reply. Throws `unauthenticated` for a wrong e-mail address
 * or password, and `rate_limited` after too many attempts from one address or for one e-mail address.
 */
export async function signIn(
  access: Access,
  input: Password,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Member> {
  const email = input.email.toLowerCase()
  countAttempt(access, email, request.ip, reply)
  const { headers, response } = await checkPassword(access, { ...input, email }, request)
  void reply.header('set-cookie', headers.getSetCookie())
  access.signInsByEmail.reset(email)
  access.forgetCallers()
  await sql`delete from sessions where expires_at < now()`.execute(access.platform.db)
  const member = await findMember(access.platform.db, response.user.id)
  invariant(member, 'Who has signed in is a user.')
  const subject = { type: 'user', id: member.user.id, name: member.user.name }
  await audit(access.platform.db, toActor(member, request.ip), { action: 'user.signed_in', subject })
  return member
}

/** Ends the session of the request's cookie and has the browser forget it. */
export async function signOut(
  { auth, forgetCallers }: Access,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const cookie = request.headers.cookie ?? ''
  const { headers } = await auth.api.signOut({ headers: new Headers({ cookie }), returnHeaders: true })
  forgetCallers()
  void reply.header('set-cookie', headers.getSetCookie())
}

function countAttempt(
  { signInsByAddress, signInsByEmail }: Access,
  email: string,
  ip: string,
  reply: FastifyReply,
): void {
  const waitMs = Math.max(signInsByAddress.take(ip), signInsByEmail.take(email))
  if (waitMs === 0) return
  const seconds = Math.ceil(waitMs / 1000)
  void reply.header('retry-after', seconds)
  throw fail('rate_limited', `Too many attempts to sign in. Try again in ${seconds} seconds.`)
}

async function checkPassword({ auth }: Access, body: Password, { ip, headers }: FastifyRequest) {
  const known = new Headers({ [CLIENT_IP_HEADER]: ip, 'user-agent': headers['user-agent'] ?? '' })
  try {
    return await auth.api.signInEmail({ body, headers: known, returnHeaders: true })
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500)
      throw fail('unauthenticated', 'The e-mail address or the password is wrong.')
    throw error
  }
}
