import { sql } from 'kysely'
import type { SalesReport } from '../../../model/sales.ts'
import { fieldLevel } from '../../access/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { figures } from './figures.ts'
import { rateOf } from './rates.ts'
import { dealsOf, ownerKey, sumObject, type Slice } from './slice.ts'

const MOST = 500

type Row = Omit<SalesReport['owners'][number], 'win_rate'>

/** What each owner won and lost in the period and has open now, who won most first; of who does not see owners, nothing. */
export async function salesByOwner(db: Queryable, slice: Slice): Promise<SalesReport['owners']> {
  if (fieldLevel(slice.caller, 'deals', 'owner') === 'hidden') return []
  const won = figures.won(slice)
  const { rows } = await sql<Row>`
    select o.*, coalesce(u.name, o.owner_name) as name
    from (
      select ${ownerKey(sql`d`)} as key, max(d.owner_id) as owner_id, max(d.owner_name) as owner_name,
        ${sumObject(slice, won)} as won, ${sumObject(slice, figures.lost(slice))} as lost,
        ${sumObject(slice, figures.open(slice))} as open,
        (avg(extract(epoch from d.closed_at - d.created_at) / 86400) filter (where ${won}))::float8 as mean_days
      from ${dealsOf(slice)} and (${figures.closed(slice)} or ${figures.open(slice)})
      group by 1
    ) o left join users u on u.id = o.owner_id
    order by (o.won ->> 'amount')::float8 desc nulls last, (o.won ->> 'count')::int desc, name, key limit ${MOST}`.execute(
    db,
  )
  return rows.map(({ key, name, won: of, lost, open, mean_days }) => ({
    key,
    name,
    won: of,
    lost,
    open,
    mean_days,
    win_rate: rateOf(of.count, lost.count),
  }))
}
