import { sql } from 'kysely'
import type { CardSettings } from '../../../../model/dashboard-cards.ts'
import type { CardFigures } from '../../../../model/dashboard-data.ts'
import { requireReadable, visibleTo } from '../../../access/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { membersBelow, within, type Slice } from '../../sales/slice.ts'
import type { CardContext } from '../data/card-context.ts'

type Row = { source: string; made: number; converted: number }

/** Lead conversion rate by source: converted leads / leads created in the period, a cohort (metrics, 6.1). */
export async function leadsBySource(
  context: CardContext,
  { most }: CardSettings['leads_by_source'],
): Promise<CardFigures> {
  requireReadable(context.caller, 'lead', ['source'])
  const slice = await context.slice(null)
  const rows = await countLeads(context.platform.db, slice, most)
  return {
    shape: 'table',
    unit: 'count',
    currency: null,
    behind: null,
    rows_are: 'Source',
    columns: [
      { name: 'Leads', unit: 'count' },
      { name: 'Converted', unit: 'count' },
      { name: 'Share', unit: 'percent' },
    ],
    bar: 0,
    rows: rows.map(({ source, made, converted }) => ({
      name: source === '' ? 'Not known' : source,
      values: [made, converted, converted / made],
      behind: null,
    })),
  }
}

async function countLeads(db: Queryable, slice: Slice, most: number): Promise<Row[]> {
  const { caller, owner, team } = slice
  const { rows } = await sql<Row>`
    select l.source, count(*) as made, count(*) filter (where l.converted_at is not null) as converted
    from records r join leads l on l.id = r.id
    where r.object = 'lead' and r.deleted_at is null and ${within(sql`r.created_at`, slice)}
      and ${visibleTo(caller, 'lead', 'view', sql`r`)}
      and ${owner === undefined ? sql`true` : sql`coalesce(r.owner_id, 'none') = ${owner}`}
      and ${team === undefined ? sql`true` : sql`r.owner_id = any(array(${membersBelow(team)}))`}
    group by l.source order by made desc, l.source limit ${most}`.execute(db)
  return rows
}
