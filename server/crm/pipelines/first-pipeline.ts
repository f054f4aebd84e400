import { sql } from 'kysely'
import { pipelineInput } from '../../../model/deal.ts'
import { systemActor } from '../../access/index.ts'
import type { Platform } from '../../platform/index.ts'
import { createPipeline } from './create-pipeline.ts'

const FIRST_PIPELINE_LOCK = 714_202_620

const sales = pipelineInput.parse({
  name: 'Sales',
  currency: 'EUR',
  stages: [
    { name: 'Qualified', probability: 20 },
    { name: 'Proposal', probability: 40 },
    { name: 'Negotiation', probability: 70 },
    { name: 'Won', kind: 'won', probability: 100 },
    { name: 'Lost', kind: 'lost', probability: 0 },
  ],
})

/** Makes the pipeline that a new installation begins with; does nothing when there is any. Several processes may start at once. */
export async function createFirstPipeline({ db }: Platform): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${FIRST_PIPELINE_LOCK})`.execute(trx)
    const { rows } = await sql`select from pipelines limit 1`.execute(trx)
    if (rows.length === 0) await createPipeline(trx, systemActor, sales)
  })
}
