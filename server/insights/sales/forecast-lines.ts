import { sql, type RawBuilder } from 'kysely'
import type { ForecastLine } from '../../../model/sales.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { figures, forecastCategory } from './figures.ts'
import { dealsOf, ownerKey, seesAmounts, sumObject, type Slice } from './slice.ts'

export type OwnerLine = Omit<ForecastLine, 'quota'> & { key: string; name: string | null }

/**
 * What each owner won in the period, and what may still close in it by forecast category, each in its own column
 * (metrics, 6.2); `weighted` is the open amounts times the probability of their stages.
 */
export async function forecastLines(db: Queryable, slice: Slice): Promise<OwnerLine[]> {
  const due = (category: string) => sql`(${figures.due(slice)} and ${forecastCategory} = ${category})`
  const won = sql`(${figures.won(slice)} and ${forecastCategory} = 'closed')`
  const { rows } = await sql<OwnerLine>`
    select o.key, coalesce(u.name, o.owner_name) as name, o.closed, o.commit, o.best_case, o.pipeline, o.weighted
    from (
      select ${ownerKey(sql`d`)} as key, max(d.owner_id) as owner_id, max(d.owner_name) as owner_name,
        ${sumObject(slice, won)} as closed, ${sumObject(slice, due('commit'))} as commit,
        ${sumObject(slice, due('best_case'))} as best_case, ${sumObject(slice, due('pipeline'))} as pipeline,
        ${weighted(slice)} as weighted
      from ${dealsOf(slice)} and (${figures.won(slice)} or ${figures.due(slice)})
      group by 1
    ) o left join users u on u.id = o.owner_id
    order by (o.closed ->> 'amount')::float8 desc nulls last, name, o.key`.execute(db)
  return rows
}

function weighted(slice: Slice): RawBuilder<unknown> {
  if (!seesAmounts(slice)) return sql`null::float8`
  return sql`(coalesce(sum(d.amount * s.probability) filter (where ${figures.due(slice)} and ${forecastCategory} <> 'omitted'
    and d.currency = ${slice.pipeline.currency}), 0) / 100)::float8`
}
