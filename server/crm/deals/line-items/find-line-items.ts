import { sql } from 'kysely'
import type { LineItem, LineItems, LineItemTotals } from '../../../../model/line-item.ts'
import { requireReadable, visibleTo } from '../../../access/index.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { findDeal } from '../find-deal.ts'

/**
 * The lines of a deal in their order, and what they add up to. Throws `not_found`, and `forbidden` when the caller does
 * not get to see amounts, which the lines would give away.
 */
export async function findLineItems(db: Queryable, caller: Actor, dealId: string): Promise<LineItems> {
  requireReadable(caller, 'deals', ['amount'])
  const { currency, amount_source } = await findDeal(db, caller, dealId)
  return {
    data: await selectLineItems(db, caller, dealId),
    next: null,
    currency,
    amount_source,
    totals: await addUp(db, dealId),
  }
}

async function selectLineItems(db: Queryable, caller: Actor, dealId: string): Promise<LineItem[]> {
  const { rows } = await sql<LineItem>`
    select l.id, l.name, l.sku, l.description, l.unit, l.quantity::float8 as quantity,
      l.unit_price::float8 as unit_price, l.discount_kind, l.discount::float8 as discount,
      l.tax_rate::float8 as tax_rate, l.billing, l.periods, l.period_net::float8 as period_net,
      l.net::float8 as net, l.tax::float8 as tax, (l.net + l.tax)::float8 as total, l.version,
      case when r.id is not null then jsonb_build_object('id', r.id, 'name', r.name) end as product
    from deal_line_items l left join records r on r.id = l.product_id and r.deleted_at is null
      and ${visibleTo(caller, 'product', 'view', sql`r`)}
    where l.deal_id = ${dealId}::uuid order by l.position, l.id`.execute(db)
  return rows
}

async function addUp(db: Queryable, dealId: string): Promise<LineItemTotals> {
  const { rows } = await sql<LineItemTotals>`
    select coalesce(sum(net), 0)::float8 as net, coalesce(sum(tax), 0)::float8 as tax,
      coalesce(sum(net + tax), 0)::float8 as total,
      coalesce(sum(net) filter (where billing = 'once'), 0)::float8 as once,
      coalesce(sum(round(case billing when 'monthly' then period_net when 'quarterly' then period_net / 3
        when 'yearly' then period_net / 12 end, 2)), 0)::float8 as monthly
    from deal_line_items where deal_id = ${dealId}::uuid`.execute(db)
  return rows[0] ?? { net: 0, tax: 0, total: 0, once: 0, monthly: 0 }
}
