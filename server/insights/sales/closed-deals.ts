import { sql } from 'kysely'
import type { SalesReport } from '../../../model/sales.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { figures } from './figures.ts'
import { dealsOf, seesAmounts, sumObject, type Slice } from './slice.ts'

type Closed = Pick<SalesReport, 'won' | 'lost' | 'created' | 'created_won' | 'cycle' | 'other_currencies'>
type Row = Omit<Closed, 'cycle'> & SalesReport['cycle']

/** What was won, lost and made in the period, and how many days lie between the making and the closing of what was won. */
export async function closedDeals(db: Queryable, slice: Slice): Promise<Closed> {
  const [won, lost, created, createdWon] = (['won', 'lost', 'created', 'created_won'] as const).map(
    (figure) => figures[figure](slice),
  )
  const days = sql`extract(epoch from d.closed_at - d.created_at) / 86400`
  const { rows } = await sql<Row>`
    select ${sumObject(slice, won ?? sql`false`)} as won, ${sumObject(slice, lost ?? sql`false`)} as lost,
      ${sumObject(slice, created ?? sql`false`)} as created, ${sumObject(slice, createdWon ?? sql`false`)} as created_won,
      (avg(${days}) filter (where ${won}))::float8 as mean_days,
      (percentile_cont(0.5) within group (order by ${days}) filter (where ${won}))::float8 as median_days,
      count(*) filter (where d.amount is not null and d.currency <> ${slice.pipeline.currency}) as other_currencies
    from ${dealsOf(slice)} and (${figures.closed(slice)} or ${created} or ${figures.open(slice)})`.execute(db)
  const [row] = rows
  if (!row) throw new Error('An aggregate has one row.')
  const { mean_days, median_days, other_currencies, ...sums } = row
  return {
    ...sums,
    cycle: { mean_days, median_days },
    other_currencies: seesAmounts(slice) ? other_currencies : 0,
  }
}
