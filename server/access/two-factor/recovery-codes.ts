import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Secrets } from '../../platform/secrets.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'

const CODES = 10
const LENGTH = 10
/** Without what is easily confused: 0 and O, 1 and I and L, U and V. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTWXYZ23456789'

/** Replaces a user's recovery codes. They are readable in this answer only; stored are their fingerprints. */
export async function replaceRecoveryCodes(trx: Trx, secrets: Secrets, userId: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newCode)
  const hashes = codes.map((code) => fingerprint(secrets, userId, code))
  await sql`delete from recovery_codes where user_id = ${userId}`.execute(trx)
  await sql`
    insert into recovery_codes (user_id, code_hash) select ${userId}, unnest(${hashes}::text[])`.execute(trx)
  return codes
}

/** Uses a recovery code up. False when it is none of theirs, or used already. */
export async function spendRecoveryCode(
  trx: Trx,
  secrets: Secrets,
  userId: string,
  code: string,
): Promise<boolean> {
  const { rows } = await sql`
    update recovery_codes set used_at = now()
    where user_id = ${userId} and code_hash = ${fingerprint(secrets, userId, code)} and used_at is null
    returning user_id`.execute(trx)
  return rows.length > 0
}

/** How many of a user's recovery codes are not used yet. */
export async function countRecoveryCodes(db: Queryable, userId: string): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from recovery_codes where user_id = ${userId} and used_at is null`.execute(
    db,
  )
  return rows[0]?.left ?? 0
}

function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`
}

/** However it is typed: small letters, spaces and the dash make no difference. */
function fingerprint(secrets: Secrets, userId: string, code: string): string {
  const plain = code.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return secrets.fingerprint('recovery-codes', `${userId}:${plain}`)
}
