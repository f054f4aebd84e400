import { sql } from 'kysely'
import type { Overview } from '../../../model/home.ts'
import { fieldLevel, visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type Row = { currency: string; count: number; amount: number }

/**
 * How many deals that the caller may see are open, and what those in the currency of most of them add up to: sums of two currencies say
 * nothing. Asks stage by stage, so that the closed ones, which only grow, are not read.
 */
export async function openDeals(db: Queryable, caller: Actor): Promise<Overview['open_deals']> {
  const { rows } = await sql<Row>`
    select of_stage.currency, sum(of_stage.count)::int8 as count, sum(of_stage.amount)::float8 as amount
    from stages s cross join lateral (
      select currency, count(*) as count, coalesce(sum(amount), 0) as amount
      from deals d
      where d.stage_id = s.id and d.deleted_at is null and ${visibleTo(caller, 'deals', 'view', sql`d`)}
      group by currency
    ) of_stage
    where s.kind = 'open' group by of_stage.currency order by 2 desc, 1`.execute(db)
  const [most] = rows
  if (!most) return { count: 0, amount: 0, currency: await firstCurrency(db) }
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  const seesAmounts = fieldLevel(caller, 'deals', 'amount') !== 'hidden'
  return { count, amount: seesAmounts ? most.amount : null, currency: most.currency }
}

async function firstCurrency(db: Queryable): Promise<string> {
  const { rows } = await sql<{ currency: string }>`
    select currency from pipelines order by position, created_at, id limit 1`.execute(db)
  return rows[0]?.currency ?? 'EUR'
}
