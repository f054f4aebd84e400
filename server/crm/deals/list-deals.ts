import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Deal, DealSort } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import { requireReadable } from '../../access/index.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { filterDeals, type DealFilter } from './filter-deals.ts'
import { dealColumns, dealJoins, toDeal, type DealRow } from './select-deals.ts'

export type DealsQuery = DealFilter & { sort: DealSort; limit: number; cursor?: string | undefined }

type Sort = { value: RawBuilder<unknown>; type: RawBuilder<unknown>; key: z.ZodType<string> }

const times = { type: sql`timestamptz`, key: z.iso.datetime({ offset: true }) }
const amounts = { type: sql`numeric`, key: z.string().regex(/^(-?Infinity|\d{1,16}(\.\d{1,2})?)$/) }
const days = { type: sql`date`, key: z.iso.date().or(z.enum(['infinity', '-infinity'])) }
// Only the beginning of a name counts, so that a cursor stays short.
const names = { type: sql`text`, key: z.string().max(200), value: sql`lower(left(d.name, 80))` }

/**
 * What each sort compares, its type, and what its part of a cursor looks like. Each expression is that of an index. A
 * deal without the value comes last either way.
 */
const sorts: Record<DealSort, Sort> = {
  updated_at: { ...times, value: sql`d.updated_at` },
  '-updated_at': { ...times, value: sql`d.updated_at` },
  amount: { ...amounts, value: sql`coalesce(d.amount, 'infinity')` },
  '-amount': { ...amounts, value: sql`coalesce(d.amount, '-infinity')` },
  expected_close_on: { ...days, value: sql`coalesce(d.expected_close_on, 'infinity')` },
  '-expected_close_on': { ...days, value: sql`coalesce(d.expected_close_on, '-infinity')` },
  name: names,
  '-name': names,
}

/** A page of deals. */
export async function listDeals(db: Database, caller: Actor, query: DealsQuery): Promise<Page<Deal>> {
  return listDealsWhere(db, caller, { condition: await filterDeals(db, caller, query), ...query })
}

export type DealsPage = Pick<DealsQuery, 'sort' | 'limit' | 'cursor'> & { condition: RawBuilder<unknown> }

/**
 * A page of the deals `d` that a condition means, which has to say that the caller may see them. The cursor names the
 * sort value of the last one, so that a page far down costs no more than the first.
 */
export async function listDealsWhere(db: Database, caller: Actor, query: DealsPage): Promise<Page<Deal>> {
  requireReadable(caller, 'deals', [query.sort.replace('-', '')])
  const { value, type, key } = sorts[query.sort]
  const [direction, beyond] = query.sort.startsWith('-') ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const [after, afterId] = query.cursor ? decodeCursor(query.cursor, z.tuple([key, z.uuid()])) : []
  const position =
    afterId === undefined ? sql`true` : sql`(${value}, d.id) ${beyond} (${after}::${type}, ${afterId}::uuid)`
  const { rows } = await sql<DealRow & { sort_key: string }>`
    with page as materialized (
      select d.*, ${value} as sort_value from deals d
      where ${query.condition} and ${position}
      order by ${value} ${direction}, d.id ${direction} limit ${query.limit + 1}
    )
    select ${dealColumns}, to_jsonb(d.sort_value) #>> '{}' as sort_key
    from page d ${dealJoins(caller)}
    order by d.sort_value ${direction}, d.id ${direction}`.execute(db)
  const { data, next } = pageFrom(rows, query.limit, ({ sort_key, id }) => [sort_key, id])
  return { data: data.map(({ sort_key: _, ...row }) => toDeal(caller, row)), next }
}
