import { sql } from 'kysely'
import { z } from 'zod'
import type { DealMove } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'

type Move = { dealId: string; from: string | null; to: string; at: Date }
const position = z.tuple([z.number().int()])

/** Keeps that a deal came into a stage. */
export async function addToHistory(trx: Trx, actor: Actor, { dealId, from, to, at }: Move): Promise<void> {
  await sql`
    insert into deal_stage_history (deal_id, from_stage_id, to_stage_id, at, actor_name)
    values (${dealId}, ${from}, ${to}, ${at}, ${actor.name})`.execute(trx)
}

/** The moves of a deal from stage to stage, newest first. */
export async function listDealMoves(
  db: Queryable,
  dealId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<DealMove>> {
  const [before] = cursor ? decodeCursor(cursor, position) : [null]
  const { rows } = await sql<Omit<DealMove, 'at'> & { at: Date }>`
    select h.id, h.at, h.from_stage_id, h.to_stage_id, coalesce(s.name, '') as to_stage_name, h.actor_name
    from deal_stage_history h left join stages s on s.id = h.to_stage_id
    where h.deal_id = ${dealId}::uuid and ${before === null ? sql`true` : sql`h.id < ${before}`}
    order by h.id desc limit ${limit + 1}`.execute(db)
  const moves = rows.map((row) => ({ ...row, at: row.at.toISOString() }))
  return pageFrom(moves, limit, ({ id }) => [id])
}
