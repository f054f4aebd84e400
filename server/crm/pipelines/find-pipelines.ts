import { sql, type RawBuilder } from 'kysely'
import type { Pipeline } from '../../../model/deal.ts'
import type { Queryable } from '../../platform/relational/index.ts'

/** All pipelines with their stages, in the order in which they are shown. */
export function listPipelines(db: Queryable): Promise<Pipeline[]> {
  return selectPipelines(db, sql`p.archived_at is null`)
}

/** The pipeline with this id; null when there is none. */
export async function findPipeline(db: Queryable, id: string): Promise<Pipeline | null> {
  const [pipeline = null] = await selectPipelines(db, sql`p.id = ${id}::uuid`)
  return pipeline
}

/** The pipeline that a stage belongs to; null when there is no such stage. */
export async function findPipelineOfStage(db: Queryable, stageId: string): Promise<Pipeline | null> {
  const [pipeline = null] = await selectPipelines(
    db,
    sql`p.id = (select pipeline_id from stages where id = ${stageId}::uuid and archived_at is null)`,
  )
  return pipeline
}

async function selectPipelines(db: Queryable, condition: RawBuilder<unknown>): Promise<Pipeline[]> {
  const { rows } = await sql<Pipeline>`
    select p.id, p.name, p.currency, s.stages
    from pipelines p
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'kind', kind, 'probability', probability,
        'position', position, 'forecast_category', coalesce(forecast_category, case kind
          when 'won' then 'closed' when 'lost' then 'omitted' else 'pipeline' end),
        'rotting_days', rotting_days, 'required_fields', required_fields) order by position, id), '[]') as stages
      from stages where pipeline_id = p.id and archived_at is null
    ) s
    where ${condition}
    order by p.position, p.created_at, p.id`.execute(db)
  return rows
}
