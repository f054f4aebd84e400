import { sql } from 'kysely'
import type { SalesReport } from '../../../model/sales.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { figures } from './figures.ts'
import { dealsOf, seesAmounts, type Slice } from './slice.ts'

type Row = { stage_id: string; count: number; amount: number }

/**
 * What is open now in each open stage, with the weighted sum: Σ amount × probability over open deals (metrics, 6.1), won and
 * lost left out.
 */
export async function openPipeline(db: Queryable, slice: Slice): Promise<SalesReport['stages']> {
  const { rows } = await sql<Row>`
    select d.stage_id, count(*) as count,
      coalesce(sum(d.amount) filter (where d.currency = ${slice.pipeline.currency}), 0)::float8 as amount
    from ${dealsOf(slice)} and ${figures.open(slice)} group by d.stage_id`.execute(db)
  const open = slice.pipeline.stages.filter(({ kind }) => kind === 'open')
  return open.map(({ id, name, probability }) => {
    const { count = 0, amount = 0 } = rows.find(({ stage_id }) => stage_id === id) ?? {}
    const sums = { amount, weighted: Math.round(amount * probability) / 100 }
    return {
      stage_id: id,
      name,
      probability,
      count,
      ...(seesAmounts(slice) ? sums : { amount: null, weighted: null }),
    }
  })
}
