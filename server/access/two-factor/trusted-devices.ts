import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Queryable } from '../../platform/relational/index.ts'
import type { Access } from '../access.ts'
import { cookieValue } from '../credentials.ts'
import { cookieNames, setCookie } from '../own-cookies.ts'

const DAY_S = 86_400
const TOKEN_BYTES = 32

/** Whether this browser has shown a second factor of this user lately and was to be remembered. */
export async function isTrustedDevice(
  { platform: { db, secrets, clock } }: Access,
  request: FastifyRequest,
  userId: string,
): Promise<boolean> {
  const token = cookieValue(request, cookieNames.device)
  if (!token) return false
  const { rows } = await sql`
    select from trusted_devices
    where token_hash = ${secrets.fingerprint('trusted-devices', token)} and user_id = ${userId}
      and expires_at > ${new Date(clock.now())}`.execute(db)
  return rows.length > 0
}

/** Remembers this browser for so many days. */
export async function trustDevice(
  { platform: { db, secrets, clock }, publicUrl }: Access,
  reply: FastifyReply,
  userId: string,
  days: number,
): Promise<void> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const now = clock.now()
  await sql`delete from trusted_devices where expires_at < ${new Date(now)}`.execute(db)
  await sql`
    insert into trusted_devices (token_hash, user_id, created_at, expires_at)
    values (${secrets.fingerprint('trusted-devices', token)}, ${userId}, ${new Date(now)},
      ${new Date(now + days * DAY_S * 1000)})`.execute(db)
  setCookie(reply, { name: cookieNames.device, value: token, maxAgeS: days * DAY_S }, publicUrl)
}

/** Forgets every browser of a user; each is asked for the second factor again. */
export async function forgetDevices(db: Queryable, userId: string): Promise<number> {
  const { rows } = await sql`delete from trusted_devices where user_id = ${userId} returning user_id`.execute(
    db,
  )
  return rows.length
}

/** How many browsers of a user are remembered. */
export async function countDevices(db: Queryable, userId: string, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from trusted_devices where user_id = ${userId} and expires_at > ${now}`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}
