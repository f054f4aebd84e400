import type { FastifyReply, FastifyRequest } from 'fastify'
import { hashPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import { fail } from '../platform/errors.ts'
import type { Access } from './access.ts'
import { audit } from './audit.ts'
import { currentSessionId } from './own-sessions.ts'
import { requirePassword } from './require-password.ts'
import { forgetDevices } from './two-factor/trusted-devices.ts'
import { subjectOf } from './users.ts'

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
  await requirePassword(access, reply, { userId: actor.id, password: current, field: 'current' })
  const hash = await hashPassword(next)
  const session = await currentSessionId(access, request)
  await access.platform.db.transaction().execute(async (trx) => {
    await sql`
      update accounts set password = ${hash}, updated_at = now()
      where user_id = ${actor.id} and provider_id = 'credential'`.execute(trx)
    await sql`delete from sessions where user_id = ${actor.id} and id <> ${session}`.execute(trx)
    await forgetDevices(trx, actor.id)
    await audit(trx, actor, { action: 'user.password_changed', subject: subjectOf(actor) })
  })
  access.forgetCallers()
}
