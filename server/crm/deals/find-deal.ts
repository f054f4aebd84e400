import { sql } from 'kysely'
import type { Deal } from '../../../model/deal.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { selectDeals } from './select-deals.ts'

/** The deal with this id, with its person of today. Throws `not_found`, also for one that was deleted. */
export async function findDeal(db: Queryable, id: string): Promise<Deal> {
  const from = sql`select * from deals where id = ${id}::uuid and deleted_at is null`
  const [deal] = await selectDeals(db, from)
  if (!deal) throw unknownDeal()
  return deal
}

/** A deal that nobody else can change before the transaction ends; `personRef` is the identifier it is kept under. */
export type LockedDeal = { deal: Deal; personRef: string | null }

/** Locks a deal and reads it. Throws `not_found`. */
export async function lockDeal(trx: Trx, id: string): Promise<LockedDeal> {
  const { rows } = await sql<{ person_ref: string | null }>`
    select person_ref from deals where id = ${id}::uuid and deleted_at is null for update`.execute(trx)
  if (!rows[0]) throw unknownDeal()
  return { deal: await findDeal(trx, id), personRef: rows[0].person_ref }
}

function unknownDeal() {
  return fail('not_found', 'There is no deal with this id.')
}
