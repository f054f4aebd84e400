import { hashPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import { permissions } from '../../model/roles.ts'
import type { Platform } from '../platform/index.ts'
import { hintOf } from './api-keys.ts'
import { audit } from './audit.ts'
import { keyFingerprint } from './find-key-holder.ts'
import { systemActor } from './system-actor.ts'
import { insertUser } from './users.ts'

/** The settings KITH_ADMIN_EMAIL, KITH_ADMIN_PASSWORD and KITH_API_KEY. */
export type FirstAccess = {
  adminEmail?: string | undefined
  adminPassword?: string | undefined
  apiKey?: string | undefined
}

// One id for the key of the environment: another value at the next start replaces it, and the old one opens nothing.
const ENVIRONMENT_KEY_ID = '4b697468-0000-4000-8000-000000000001'
const ENVIRONMENT_KEY_NAME = 'KITH_API_KEY'

/** Makes the owner and the API key that the environment names, unless they exist. Safe to run at every start. */
export async function createFirstAccess(
  platform: Platform,
  { adminEmail, adminPassword, apiKey }: FirstAccess,
): Promise<void> {
  if (adminEmail && adminPassword) await ensureOwner(platform, adminEmail, adminPassword)
  if (apiKey) await ensureKey(platform, apiKey)
}

async function ensureOwner({ db }: Platform, address: string, password: string): Promise<void> {
  const email = address.toLowerCase()
  const { rows } = await sql`select from users where email = ${email}`.execute(db)
  if (rows.length > 0) return
  const passwordHash = await hashPassword(password)
  const name = email.split('@', 1)[0] ?? email
  await db
    .transaction()
    .execute((trx) => insertUser(trx, systemActor, { name, email, roles: ['owner'], passwordHash }))
}

async function ensureKey({ db, secrets }: Platform, key: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql`
      insert into api_keys as k (id, name, key_hash, hint, scopes)
      values (${ENVIRONMENT_KEY_ID}, ${ENVIRONMENT_KEY_NAME}, ${keyFingerprint(secrets, key)}, ${hintOf(key)}, ${[...permissions]}::text[])
      on conflict (id) do update set key_hash = excluded.key_hash, hint = excluded.hint, scopes = excluded.scopes
        where (k.key_hash, k.scopes) is distinct from (excluded.key_hash, excluded.scopes)
      returning id`.execute(trx)
    if (rows.length === 0) return
    const subject = { type: 'api_key', id: ENVIRONMENT_KEY_ID, name: ENVIRONMENT_KEY_NAME }
    await audit(trx, systemActor, { action: 'api_key.created', subject, details: { scopes: permissions } })
  })
}
