import { sql } from 'kysely'
import type { SalesFacts } from '../../../model/profile.ts'
import { fieldLevel, visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type Row = Omit<SalesFacts, 'last_contacted'> & { last_contacted: Date | null }

/**
 * What the CRM knows of a person: owner, open deals with their amounts and the stage entered last, and when somebody last
 * called, met or wrote to them. Of deals and activities only what the caller may see. Null when the person is unknown or
 * not visible.
 */
export async function findSalesFacts(db: Queryable, caller: Actor, id: string): Promise<SalesFacts | null> {
  const seesAmounts = fieldLevel(caller, 'deals', 'amount') !== 'hidden'
  const seesActivities = caller.permissions.has('activities:read')
  const { rows } = await sql<Row>`
    with me as materialized (
      select p.id, p.owner_id from identifiers i join people p on p.id = i.person_id
      where i.id = ${id}::uuid and ${visibleTo(caller, 'people', 'view', sql`p`)}
    ), mine as materialized (
      select i.id from identifiers i join me on i.person_id = me.id
    ), all_deals as materialized (
      select d.id, d.amount, d.currency, d.entered_stage_at, s.name as stage, s.kind = 'open' as is_open
      from deals d join stages s on s.id = d.stage_id
      where d.person_ref in (select id from mine) and d.deleted_at is null and ${visibleTo(caller, 'deals', 'view', sql`d`)}
    )
    select
      (select jsonb_build_object('id', u.id, 'name', u.name) from users u where u.id = me.owner_id) as owner,
      jsonb_build_object(
        'count', (select count(*) from all_deals where is_open),
        'amounts', case when ${seesAmounts} then (
          select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount) order by amount desc), '[]')
          from (
            select currency, sum(amount)::float8 as amount from all_deals
            where is_open and amount is not null group by currency
          ) as sums
        ) else '[]' end,
        'stage', (select stage from all_deals where is_open order by entered_stage_at desc, id limit 1)
      ) as open_deals,
      case when ${seesActivities} then (
        select max(a.done_at) from activity_links l join activities a on a.id = l.activity_id
        where l.ref in (select id from mine union all select id from all_deals) and a.deleted_at is null
          and a.kind in ('call', 'meeting', 'email')
      ) end as last_contacted
    from me`.execute(db)
  const [row] = rows
  return row ? { ...row, last_contacted: row.last_contacted?.toISOString() ?? null } : null
}
