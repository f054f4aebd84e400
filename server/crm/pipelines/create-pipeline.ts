import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Pipeline, pipelineInput } from '../../../model/deal.ts'
import { audit } from '../../access/index.ts'
import { invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { findPipeline } from './find-pipelines.ts'
import { stageRows } from './stage-rows.ts'

/** Makes a pipeline behind the others, with its stages. */
export async function createPipeline(
  trx: Trx,
  actor: Actor,
  { name, currency, stages }: z.output<typeof pipelineInput>,
): Promise<Pipeline> {
  const id = randomUUID()
  await sql`
    insert into pipelines (id, name, currency, position)
    select ${id}, ${name}, ${currency}, coalesce(max(position) + 1, 0) from pipelines`.execute(trx)
  await sql`
    insert into stages (id, pipeline_id, name, kind, probability, position, forecast_category, rotting_days,
      required_fields)
    select id, ${id}, name, kind, probability, position, forecast_category, rotting_days, required_fields
    from ${stageRows(stages)}`.execute(trx)
  await audit(trx, actor, { action: 'pipeline.created', subject: { type: 'pipeline', id, name } })
  const made = await findPipeline(trx, id)
  invariant(made, 'A pipeline that was just made can be found.')
  return made
}
