import { sql } from 'kysely'
import type { Deal } from '../../../model/deal.ts'
import { invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { claimAgain } from '../fields/index.ts'
import { findPipeline } from '../pipelines/find-pipelines.ts'
import { lockDeal, readWritten } from './find-deal.ts'
import { recordDeal } from './record-deal.ts'
import { requireDeal } from './require-deal.ts'

/** Undoes the deletion of a deal, which then stands where it stood. Throws `not_found`; one that is there stays as it is. */
export async function restoreDeal({ db, clock }: Platform, actor: Actor, id: string): Promise<Deal> {
  const at = new Date(clock.now())
  return db.transaction().execute((trx) => restoreDealIn(trx, actor, { id, at }))
}

/** The same within a transaction. */
export async function restoreDealIn(
  trx: Trx,
  actor: Actor,
  { id, at }: { id: string; at: Date },
): Promise<Deal> {
  await requireDeal(trx, actor, { id, action: 'delete' })
  const { rows } = await sql`
    update deals set deleted_at = null, updated_at = ${at}, version = version + 1
    where id = ${id}::uuid and deleted_at is not null returning id`.execute(trx)
  const { deal, personRef } = await lockDeal(trx, id)
  if (rows.length === 0) return readWritten(trx, actor, id)
  await claimAgain(trx, 'deal', id)
  const pipeline = await findPipeline(trx, deal.pipeline_id)
  invariant(pipeline, 'A deal lies in a pipeline.')
  await recordDeal(trx, actor, { kind: 'restored', deal, personRef, pipeline, at })
  return readWritten(trx, actor, id)
}
