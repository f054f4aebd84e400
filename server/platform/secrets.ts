import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from './relational/index.ts'

const IV_BYTES = 12
const TAG_BYTES = 16

/** What is derived from the installation's one secret. */
export type Secrets = {
  /** Encrypts for storing (AES-256-GCM). */
  seal(plain: string): Buffer
  /** Opens what `seal` made; throws when it was tampered with or sealed under another secret. */
  open(sealed: Buffer): string
  /** A key of 32 bytes for one purpose; the same at every start. */
  derive(purpose: string): Buffer
  /** HMAC-SHA256 under a purpose's key, in hex: for look-ups of keys that are not stored themselves. */
  fingerprint(purpose: string, text: string): string
}

/**
 * Reads the installation's secret, or makes it on first start. `given` (KITH_SECRET) keeps it out of the database, so
 * that a stolen backup opens nothing.
 */
export async function loadSecrets(db: Database, given: string | undefined): Promise<Secrets> {
  if (given) return secretsFrom(Buffer.from(given))
  const fresh = randomBytes(32).toString('base64')
  await sql`insert into settings (key, value) values ('secret', to_jsonb(${fresh}::text)) on conflict do nothing`.execute(
    db,
  )
  const stored = await sql<{
    secret: string
  }>`select value #>> '{}' as secret from settings where key = 'secret'`.execute(db)
  return secretsFrom(Buffer.from(stored.rows[0]?.secret ?? fresh, 'base64'))
}

/** The secrets that follow from these bytes. */
export function secretsFrom(master: Buffer): Secrets {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', master, 'kith', purpose, 32))
  const sealKey = derive('seal')
  return {
    derive,
    fingerprint: (purpose, text) => createHmac('sha256', derive(purpose)).update(text).digest('hex'),
    seal(plain) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv)
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body])
    },
    open(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      return Buffer.concat([
        decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8')
    },
  }
}
