import type { FastifyReply } from 'fastify'
import { verifyPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import { fail } from '../platform/errors.ts'
import type { Queryable } from '../platform/relational/index.ts'
import type { Access } from './access.ts'
import { retryLater } from './retry-later.ts'

/**
 * Lets pass who shows the present password of this user. Throws `validation_failed` when it is wrong, `rate_limited`
 * after too many attempts.
 */
export async function requirePassword(
  access: Access,
  reply: FastifyReply,
  { userId, password, field }: { userId: string; password: string; field: string },
): Promise<void> {
  retryLater(reply, access.signInsByEmail.take(userId))
  const hash = await findPasswordHash(access.platform.db, userId)
  if (hash && (await verifyPassword({ hash, password }))) return access.signInsByEmail.reset(userId)
  const problem = 'This is not your present password.'
  throw fail('validation_failed', `${field}: ${problem}`, [{ field, problem }])
}

/** What is kept of a user's password; null for who signs in through a provider only. */
export async function findPasswordHash(db: Queryable, userId: string): Promise<string | null> {
  const { rows } = await sql<{ password: string | null }>`
    select password from accounts where user_id = ${userId} and provider_id = 'credential'`.execute(db)
  return rows[0]?.password ?? null
}
