import { sql } from 'kysely'
import type { Overview } from '../../../model/home.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type Row = { currency: string; count: number; amount: number }

/** How many deals are open, and what those in the currency of most of them add up to: sums of two currencies say nothing. */
export async function openDeals(db: Queryable): Promise<Overview['open_deals']> {
  const { rows } = await sql<Row>`
    select d.currency, count(*) as count, coalesce(sum(d.amount), 0)::float8 as amount
    from deals d
    where d.deleted_at is null and d.stage_id in (select id from stages where kind = 'open')
    group by d.currency order by count(*) desc, d.currency`.execute(db)
  const [most] = rows
  if (!most) return { count: 0, amount: 0, currency: await firstCurrency(db) }
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  return { count, amount: most.amount, currency: most.currency }
}

async function firstCurrency(db: Queryable): Promise<string> {
  const { rows } = await sql<{ currency: string }>`
    select currency from pipelines order by position, created_at, id limit 1`.execute(db)
  return rows[0]?.currency ?? 'EUR'
}
