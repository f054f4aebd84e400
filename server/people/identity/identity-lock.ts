import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'

/** The advisory lock under which who is who, and what follows from it for a person's row, is decided by one at a time. */
export const IDENTITY_LOCK = 714_202_612

/** Lets nobody else decide who is who until the transaction ends. */
export async function lockIdentity(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${IDENTITY_LOCK})`.execute(trx)
}
