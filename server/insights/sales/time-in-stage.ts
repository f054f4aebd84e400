import { sql } from 'kysely'
import type { Queryable } from '../../platform/relational/index.ts'
import { dealsOf, within, type Slice } from './slice.ts'

export type StageTime = { stage_id: string; mean_days: number; median_days: number }

/** How many days deals stayed in each stage: Σ (exited − entered) per stay (metrics, 6.1), of the stays that ended in the period. */
export async function timeInStage(db: Queryable, slice: Slice): Promise<StageTime[]> {
  const { rows } = await sql<StageTime>`
    with stays as (
      select h.to_stage_id as stage_id, h.at, lead(h.at) over (partition by h.deal_id order by h.at, h.id) as exited_at
      from deal_stage_history h
      where h.deal_id in (
        select d.id from ${dealsOf(slice)} and (s.kind = 'open' or d.closed_at >= ${`${slice.from}T00:00:00Z`}::timestamptz))
    ), lasted as (
      select stage_id, extract(epoch from exited_at - at) / 86400 as days from stays
      where ${within(sql`exited_at`, slice)}
    )
    select stage_id, avg(days)::float8 as mean_days,
      (percentile_cont(0.5) within group (order by days))::float8 as median_days
    from lasted group by stage_id`.execute(db)
  return rows
}
