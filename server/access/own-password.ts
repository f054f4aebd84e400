import type { FastifyReply, FastifyRequest } from 'fastify'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import { fail } from '../platform/errors.ts'
import type { Access } from './access.ts'
import { audit } from './audit.ts'
import { currentSessionId } from './own-sessions.ts'

/**
 * Changes the caller's own password and ends their sessions elsewhere. Throws `validation_failed` when the present one is
 * wrong, `rate_limited` after too many attempts.
 */
export async function changeOwnPassword(
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
  { current, next }: { current: string; next: string },
): Promise<void> {
  const { actor } = request
  if (actor.type !== 'user') throw fail('forbidden', 'An API key has no password.')
  countAttempt(access, actor.id, reply)
  await requirePassword(access, actor.id, current)
  const hash = await hashPassword(next)
  const session = await currentSessionId(access, request)
  await access.platform.db.transaction().execute(async (trx) => {
    await sql`
      update accounts set password = ${hash}, updated_at = now()
      where user_id = ${actor.id} and provider_id = 'credential'`.execute(trx)
    await sql`delete from sessions where user_id = ${actor.id} and id <> ${session}`.execute(trx)
    const subject = { type: 'user', id: actor.id, name: actor.name }
    await audit(trx, actor, { action: 'user.password_changed', subject })
  })
  access.signInsByEmail.reset(actor.id)
  access.forgetCallers()
}

async function requirePassword(
  { platform: { db } }: Access,
  userId: string,
  password: string,
): Promise<void> {
  const { rows } = await sql<{ password: string | null }>`
    select password from accounts where user_id = ${userId} and provider_id = 'credential'`.execute(db)
  const hash = rows[0]?.password
  if (hash && (await verifyPassword({ hash, password }))) return
  const problem = 'This is not your present password.'
  throw fail('validation_failed', `current: ${problem}`, [{ field: 'current', problem }])
}

function countAttempt({ signInsByEmail }: Access, userId: string, reply: FastifyReply): void {
  const waitMs = signInsByEmail.take(userId)
  if (waitMs === 0) return
  const seconds = Math.ceil(waitMs / 1000)
  void reply.header('retry-after', seconds)
  throw fail('rate_limited', `Too many attempts. Try again in ${seconds} seconds.`)
}
