import { sql } from 'kysely'
import type { Platform } from '../../../platform/index.ts'

/** Longer than any assertion is accepted. */
const KEPT_MS = 60 * 60_000

/** Notes that an assertion was used. False when it was already. */
export async function spendAssertion(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  providerId: string,
  assertionId: string,
): Promise<boolean> {
  const now = clock.now()
  await sql`delete from sign_on_assertions where expires_at < ${new Date(now)}`.execute(db)
  const { rows } = await sql`
    insert into sign_on_assertions (provider_id, assertion_id, expires_at)
    values (${providerId}, ${assertionId}, ${new Date(now + KEPT_MS)})
    on conflict do nothing returning assertion_id`.execute(db)
  return rows.length > 0
}
