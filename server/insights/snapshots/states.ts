import { sql, type RawBuilder } from 'kysely'
import { forecastCategory } from '../sales/figures.ts'

type Fragment = RawBuilder<unknown>

/** What every deal is now, as a snapshot keeps it. */
export const liveStates: Fragment = sql`
  select d.id as deal_id, d.pipeline_id, d.stage_id, s.kind, ${forecastCategory} as category, d.amount, d.currency,
    d.owner_id, d.owner_name, d.expected_close_on, d.closed_at
  from deals d join stages s on s.id = d.stage_id where d.deleted_at is null`

/** What every deal was at a snapshot; null: what it is now. */
export function statesAt(snapshot: number | null): Fragment {
  if (snapshot === null) return liveStates
  return sql`
    select deal_id, pipeline_id, stage_id, kind, category, amount, currency, owner_id, owner_name, expected_close_on, closed_at
    from forecast_states where since <= ${snapshot}::int and coalesce(until, 2147483647) > ${snapshot}::int`
}
