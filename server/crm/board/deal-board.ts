import { sql } from 'kysely'
import type { BoardColumn, Deal, Pipeline } from '../../../model/deal.ts'
import { pageFrom } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { selectDeals } from '../deals/select-deals.ts'
import { cardPosition } from './board-cards.ts'

const FIRST_CARDS = 30

type Sum = { stage_id: string; count: number; amount: number }

/** The board of a pipeline: its stages from left to right, each with what it adds up to and its first cards. */
export async function dealBoard(db: Queryable, pipeline: Pipeline): Promise<BoardColumn[]> {
  const sums = await sumsByStage(db, pipeline)
  const cards = await firstCards(db, pipeline)
  return pipeline.stages.map((stage) => {
    const { count = 0, amount = 0 } = sums.get(stage.id) ?? {}
    const { data, next } = pageFrom(
      cards.filter(({ stage_id }) => stage_id === stage.id),
      FIRST_CARDS,
      cardPosition,
    )
    return { stage, count, amount, weighted: Math.round(amount * stage.probability) / 100, deals: data, next }
  })
}

/** Deals in another currency count, but their amounts cannot be added to the others. */
async function sumsByStage(db: Queryable, { id, currency }: Pipeline): Promise<Map<string, Sum>> {
  const { rows } = await sql<Sum>`
    select s.id as stage_id, d.count, d.amount
    from stages s
    cross join lateral (
      select count(*) as count, coalesce(sum(amount) filter (where currency = ${currency}), 0)::float8 as amount
      from deals where stage_id = s.id and deleted_at is null
    ) d
    where s.pipeline_id = ${id}`.execute(db)
  return new Map(rows.map((row) => [row.stage_id, row]))
}

function firstCards(db: Queryable, { id }: Pipeline): Promise<Deal[]> {
  const from = sql`
    select c.* from stages s
    cross join lateral (
      select * from deals where stage_id = s.id and deleted_at is null order by rank, id limit ${FIRST_CARDS + 1}
    ) c
    where s.pipeline_id = ${id}`
  return selectDeals(db, from)
}
