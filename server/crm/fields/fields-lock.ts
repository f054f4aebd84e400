import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'

const FIELDS_LOCK = 714_202_630

/** Lets nobody write values of an object while its fields change, until the transaction ends. */
export async function lockFields(trx: Trx, object: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${FIELDS_LOCK}, hashtext(${object}))`.execute(trx)
}

/** Keeps the fields of an object as they are while values are written; that may go on side by side. */
export async function shareFields(trx: Trx, object: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${FIELDS_LOCK}, hashtext(${object}))`.execute(trx)
}
