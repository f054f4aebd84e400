import { randomUUID } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { pipelineChange } from '../../../model/deal.ts'

type StageInput = NonNullable<z.output<typeof pipelineChange>['stages']>[number]

/** Stages as rows of a query, from left to right; those without an id get one. */
export function stageRows(stages: StageInput[]): RawBuilder<unknown> {
  const rows = stages.map((stage, position) => ({
    forecast_category: null,
    ...stage,
    id: stage.id ?? randomUUID(),
    position,
  }))
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (id uuid, name text, kind text, probability int,
    position int, forecast_category text, rotting_days int, required_fields text[])`
}
