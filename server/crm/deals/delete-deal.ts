import { sql } from 'kysely'
import { invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { releaseRecord } from '../fields/index.ts'
import { findPipeline } from '../pipelines/find-pipelines.ts'
import { lockDeal } from './find-deal.ts'
import { recordDeal } from './record-deal.ts'
import { requireDeal } from './require-deal.ts'

/** Takes a deal off the board and out of every list; it can be restored. Throws `not_found`. */
export async function deleteDeal({ db, clock }: Platform, actor: Actor, id: string): Promise<void> {
  const at = new Date(clock.now())
  await db.transaction().execute((trx) => deleteDealIn(trx, actor, { id, at }))
}

/** The same within a transaction. */
export async function deleteDealIn(
  trx: Trx,
  actor: Actor,
  { id, at }: { id: string; at: Date },
): Promise<void> {
  const { deal, personRef } = await lockDeal(trx, id)
  await requireDeal(trx, actor, { id, action: 'delete' })
  await sql`
    update deals set deleted_at = ${at}, updated_at = ${at}, version = version + 1 where id = ${id}`.execute(
    trx,
  )
  await releaseRecord(trx, id)
  const pipeline = await findPipeline(trx, deal.pipeline_id)
  invariant(pipeline, 'A deal lies in a pipeline.')
  await recordDeal(trx, actor, { kind: 'deleted', deal, personRef, pipeline, at })
}
