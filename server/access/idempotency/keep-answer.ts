import { sql } from 'kysely'
import type { Database } from '../../platform/relational/index.ts'
import type { KeptAnswer, KeyedRequest } from './claim-key.ts'

/** Keeps the answer of a request, for whoever sends the same again. */
export async function keepAnswer(
  db: Database,
  { holder, key, now }: KeyedRequest,
  { status, content_type, body }: KeptAnswer,
): Promise<void> {
  await sql`
    update idempotency_keys set answered_at = ${now}, status = ${status}, content_type = ${content_type}, body = ${body}
    where holder = ${holder} and key = ${key}`.execute(db)
}

/** Gives the key back, so that the same can be tried again; false when something was written under it. */
export async function giveBackKey(db: Database, { holder, key }: KeyedRequest): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    delete from idempotency_keys where holder = ${holder} and key = ${key} and wrote_at is null`.execute(db)
  return numAffectedRows > 0n
}
