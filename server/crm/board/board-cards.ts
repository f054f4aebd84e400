import { sql } from 'kysely'
import { z } from 'zod'
import type { Deal } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import { decodeCursor, pageFrom } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { selectDeals } from '../deals/select-deals.ts'

const position = z.tuple([z.number(), z.uuid()])

/** More cards of a column, from the top down. */
export async function listCards(
  db: Queryable,
  stageId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<Deal>> {
  const [rank, id] = cursor ? decodeCursor(cursor, position) : []
  const beyond = rank === undefined ? sql`true` : sql`(rank, id) > (${rank}::float8, ${id}::uuid)`
  const from = sql`
    select * from deals where stage_id = ${stageId}::uuid and deleted_at is null and ${beyond}
    order by rank, id limit ${limit + 1}`
  return pageFrom(await selectDeals(db, from), limit, cardPosition)
}

/** Where a card stands in its column, for the cursor behind it. */
export function cardPosition({ rank, id }: Deal): [number, string] {
  return [rank, id]
}
