import { sql } from 'kysely'
import type { SalesReport } from '../../../model/sales.ts'
import { fieldLevel } from '../../access/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { figures } from './figures.ts'
import { dealsOf, seesAmounts, type Slice } from './slice.ts'

/** Why deals were won and lost in the period, most first; nothing for who does not get to see reasons. */
export async function reasonsClosed(db: Queryable, slice: Slice): Promise<SalesReport['reasons']> {
  if (fieldLevel(slice.caller, 'deals', 'close_reason') === 'hidden') return []
  const { rows } = await sql<SalesReport['reasons'][number]>`
    select g.kind, g.count, g.amount, case when r.id is not null then jsonb_build_object('id', r.id, 'name', r.name) end as reason
    from (
      select s.kind, d.close_reason_id, count(*) as count,
        coalesce(sum(d.amount) filter (where d.currency = ${slice.pipeline.currency}), 0)::float8 as amount
      from ${dealsOf(slice)} and ${figures.closed(slice)} group by s.kind, d.close_reason_id
    ) g left join close_reasons r on r.id = g.close_reason_id
    order by g.kind, g.count desc, r.name`.execute(db)
  return rows.map((row) => (seesAmounts(slice) ? row : { ...row, amount: null }))
}
