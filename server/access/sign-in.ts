import type { FastifyReply, FastifyRequest } from 'fastify'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import { fail } from '../platform/errors.ts'
import type { Queryable } from '../platform/relational/index.ts'
import type { Access } from './access.ts'
import { finishSignIn, type SignedIn } from './finish-sign-in.ts'
import { retryLater } from './retry-later.ts'
import { requireAddress } from './sign-on/require-address.ts'
import { endChallenge } from './two-factor/challenges.ts'

export type Password = { email: string; password: string }

/**
 * Checks the password; begins the session, or asks for the second factor. Throws `unauthenticated` for a wrong e-mail
 * address or password, `forbidden` where passwords are switched off or the address is not allowed, and `rate_limited`
 * after too many attempts from one address or for one e-mail address.
 */
export async function signIn(
  access: Access,
  input: Password,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignedIn> {
  const email = input.email.toLowerCase()
  await requireAddress(access, 'ui_addresses', request.ip)
  retryLater(reply, Math.max(access.signInsByAddress.take(request.ip), access.signInsByEmail.take(email)))
  const user = await checkPassword(access.platform.db, { ...input, email })
  const { password } = await access.policy()
  if (password === 'owners' && !user.is_owner)
    throw fail('forbidden', 'Signing in with a password is switched off. Sign in through your provider.')
  access.signInsByEmail.reset(email)
  await endChallenge(access, request, reply)
  return finishSignIn(access, { userId: user.id, method: 'password' }, request, reply)
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

type Known = { id: string; is_owner: boolean; hash: string }

async function checkPassword(db: Queryable, { email, password }: Password): Promise<Known> {
  const { rows } = await sql<Known>`
    select u.id, a.password as hash,
      exists (select from user_roles h where h.user_id = u.id and h.role_id = 'owner') as is_owner
    from users u join accounts a on a.user_id = u.id and a.provider_id = 'credential'
    where u.email = ${email} and a.password is not null`.execute(db)
  const [user] = rows
  // Who is not known costs as much time as who is, so that the time tells nothing.
  if (!user) await hashPassword(password)
  if (!user || !(await verifyPassword({ hash: user.hash, password })))
    throw fail('unauthenticated', 'The e-mail address or the password is wrong.')
  return user
}
