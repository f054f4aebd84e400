import { sql } from 'kysely'
import { z } from 'zod'
import type { Deal } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { filterDeals, type DealFilter } from '../deals/filter-deals.ts'
import { selectDeals } from '../deals/select-deals.ts'

const position = z.tuple([z.number(), z.uuid()])

export type CardsQuery = Omit<DealFilter, 'pipeline'> & {
  stage: string
  limit: number
  cursor?: string | undefined
}

/** More cards of a column that the filter means, from the top down. */
export async function listCards(
  db: Queryable,
  caller: Actor,
  { limit, cursor, ...filter }: CardsQuery,
): Promise<Page<Deal>> {
  const [rank, id] = cursor ? decodeCursor(cursor, position) : []
  const beyond = rank === undefined ? sql`true` : sql`(d.rank, d.id) > (${rank}::float8, ${id}::uuid)`
  const from = sql`
    select * from deals d where ${await filterDeals(db, caller, filter)} and ${beyond}
    order by d.rank, d.id limit ${limit + 1}`
  return pageFrom(await selectDeals(db, caller, from), limit, cardPosition)
}

/** Where a card stands in its column, for the cursor behind it. */
export function cardPosition({ rank, id }: Deal): [number, string] {
  return [rank, id]
}
