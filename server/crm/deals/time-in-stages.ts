import { sql } from 'kysely'
import type { TimeInStage } from '../../../model/deal.ts'
import type { Queryable } from '../../platform/relational/index.ts'

/**
 * How long a deal was in each stage, in the order in which it first came there. A stay lasts from coming in to going out:
 * Σ (exited − entered), as `docs/guides/deals.md` defines it; the stay that goes on lasts until `now`.
 */
export async function findTimeInStages(db: Queryable, dealId: string, now: Date): Promise<TimeInStage[]> {
  const { rows } = await sql<TimeInStage>`
    with stays as (
      select to_stage_id as stage_id, at, id,
        lead(at) over (order by at, id) as exited_at
      from deal_stage_history where deal_id = ${dealId}::uuid
    ), lasted as (
      select *, extract(epoch from coalesce(exited_at, ${now}) - at)::float8 as seconds from stays
    )
    select l.stage_id, coalesce(s.name, '') as stage_name, count(*) as stays,
      sum(l.seconds) as cumulative_seconds,
      (array_agg(l.seconds order by l.at desc, l.id desc))[1] as latest_seconds,
      bool_or(l.exited_at is null) as is_current
    from lasted l left join stages s on s.id = l.stage_id
    group by l.stage_id, s.name order by min(l.at), min(l.id)`.execute(db)
  return rows
}
