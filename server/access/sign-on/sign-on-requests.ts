import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Platform } from '../../platform/index.ts'

const STATE_BYTES = 32
/** For how long somebody may be at the provider. */
export const REQUEST_S = 15 * 60

type Kept = Pick<Platform, 'db' | 'secrets' | 'clock'>

/** A name for one sign-on that nobody can guess. */
export function newState(): string {
  return randomBytes(STATE_BYTES).toString('base64url')
}

/** Remembers what a sign-on needs when it comes back, under its state. */
export async function keepRequest(
  { db, secrets, clock }: Kept,
  { state, providerId, kept }: { state: string; providerId: string; kept: object },
): Promise<void> {
  const now = clock.now()
  await sql`delete from sign_on_requests where expires_at < ${new Date(now)}`.execute(db)
  await sql`
    insert into sign_on_requests (state_hash, provider_id, sealed, expires_at)
    values (${secrets.fingerprint('sign-on', state)}, ${providerId}, ${secrets.seal(JSON.stringify(kept))},
      ${new Date(now + REQUEST_S * 1000)})`.execute(db)
}

/** Takes what was remembered under this state, once; null when there is nothing, or it took too long. */
export async function takeRequest(
  { db, secrets, clock }: Kept,
  { state, providerId }: { state: string; providerId: string },
): Promise<unknown> {
  const { rows } = await sql<{ sealed: Buffer; expires_at: Date }>`
    delete from sign_on_requests
    where state_hash = ${secrets.fingerprint('sign-on', state)} and provider_id = ${providerId}
    returning sealed, expires_at`.execute(db)
  const [row] = rows
  if (!row || row.expires_at.getTime() < clock.now()) return null
  return JSON.parse(secrets.open(row.sealed))
}
