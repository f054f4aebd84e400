import { sql } from 'kysely'
import type { Deal } from '../../../model/deal.ts'
import { systemActor, visibleTo } from '../../access/index.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { selectDeals } from './select-deals.ts'

/** The deal with this id, with its person of today. Throws `not_found`, also for one that was deleted or is not visible. */
export async function findDeal(db: Queryable, caller: Actor, id: string): Promise<Deal> {
  const from = sql`
    select * from deals d
    where d.id = ${id}::uuid and d.deleted_at is null and ${visibleTo(caller, 'deals', 'view', sql`d`)}`
  const [deal] = await selectDeals(db, caller, from)
  if (!deal) throw unknownDeal()
  return deal
}

/** A deal that was just written, for whoever wrote it: also when they gave it away with that. */
export async function readWritten(trx: Trx, caller: Actor, id: string): Promise<Deal> {
  const [deal] = await selectDeals(trx, caller, sql`select * from deals where id = ${id}::uuid`)
  invariant(deal, 'A deal that was just written can be read.')
  return deal
}

/** A deal that nobody else can change before the transaction ends; `personRef` is the identifier it is kept under. */
export type LockedDeal = { deal: Deal; personRef: string | null }

/** Locks a deal and reads it, whoever may see it. Throws `not_found`. */
export async function lockDeal(trx: Trx, id: string): Promise<LockedDeal> {
  const { rows } = await sql<{ person_ref: string | null }>`
    select person_ref from deals where id = ${id}::uuid and deleted_at is null for update`.execute(trx)
  if (!rows[0]) throw unknownDeal()
  return { deal: await findDeal(trx, systemActor, id), personRef: rows[0].person_ref }
}

function unknownDeal() {
  return fail('not_found', 'There is no deal with this id.')
}
