import { sql } from 'kysely'
import { z } from 'zod'
import type { Deal } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { selectDeals } from '../deals/select-deals.ts'
import { boardCondition, type BoardSelection } from './board-condition.ts'

const position = z.tuple([z.number(), z.uuid()])

export type CardsQuery = BoardSelection & {
  stage: string
  limit: number
  cursor?: string | undefined
}

/** More cards of a column that the filter means, from the top down. */
export async function listCards(
  db: Database,
  caller: Actor,
  { stage, limit, cursor, ...selection }: CardsQuery,
): Promise<Page<Deal>> {
  const [rank, id] = cursor ? decodeCursor(cursor, position) : []
  const beyond = rank === undefined ? sql`true` : sql`(r.rank, r.id) > (${rank}::float8, ${id}::uuid)`
  const from = sql`
    select * from deals r
    where r.stage_id = ${stage}::uuid and ${await boardCondition(db, caller, selection)} and ${beyond}
    order by r.rank, r.id limit ${limit + 1}`
  return pageFrom(await selectDeals(db, caller, from), limit, cardPosition)
}

/** Where a card stands in its column, for the cursor behind it. */
export function cardPosition({ rank, id }: Deal): [number, string] {
  return [rank, id]
}
