import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { PendingStep } from '../../../model/sign-on.ts'
import type { Access } from '../access.ts'
import { cookieValue } from '../credentials.ts'
import { cookieNames, dropCookie, setCookie } from '../own-cookies.ts'

const TOKEN_BYTES = 32
const CHALLENGE_S = 30 * 60

/** Somebody who has shown the first factor: who, what is left to do, and how they came. */
export type Challenge = { userId: string; step: PendingStep['step']; method: string }

/** Notes that this browser has shown the first factor; the cookie it is given says so for half an hour. */
export async function beginChallenge(
  { platform: { db, secrets, clock }, publicUrl }: Access,
  reply: FastifyReply,
  { userId, step, method }: Challenge,
): Promise<void> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const now = clock.now()
  await sql`delete from sign_in_challenges where expires_at < ${new Date(now)}`.execute(db)
  await sql`
    insert into sign_in_challenges (token_hash, user_id, step, method, expires_at)
    values (${secrets.fingerprint('sign-in', token)}, ${userId}, ${step}, ${method},
      ${new Date(now + CHALLENGE_S * 1000)})`.execute(db)
  setCookie(reply, { name: cookieNames.challenge, value: token, maxAgeS: CHALLENGE_S }, publicUrl)
}

/** What is left to do in this browser; null when nothing has begun, or too long ago. */
export async function findChallenge(
  { platform: { db, secrets, clock } }: Access,
  request: FastifyRequest,
): Promise<Challenge | null> {
  const token = cookieValue(request, cookieNames.challenge)
  if (!token) return null
  const { rows } = await sql<{ user_id: string; step: Challenge['step']; method: string }>`
    select user_id, step, method from sign_in_challenges
    where token_hash = ${secrets.fingerprint('sign-in', token)} and expires_at > ${new Date(clock.now())}`.execute(
    db,
  )
  const [row] = rows
  return row ? { userId: row.user_id, step: row.step, method: row.method } : null
}

/** Forgets what this browser has begun, once it is done or given up. */
export async function endChallenge(
  { platform: { db, secrets }, publicUrl }: Access,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const token = cookieValue(request, cookieNames.challenge)
  if (!token) return
  await sql`
    delete from sign_in_challenges where token_hash = ${secrets.fingerprint('sign-in', token)}`.execute(db)
  dropCookie(reply, cookieNames.challenge, publicUrl)
}
