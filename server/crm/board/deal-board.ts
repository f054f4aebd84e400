import { sql, type RawBuilder } from 'kysely'
import type { BoardColumn, Deal, Pipeline } from '../../../model/deal.ts'
import { rightsFor } from '../../../model/rights.ts'
import { fieldLevel } from '../../access/index.ts'
import { pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Database, Queryable } from '../../platform/relational/index.ts'
import { selectDeals } from '../deals/select-deals.ts'
import { boardCondition, type BoardSelection } from './board-condition.ts'
import { cardPosition } from './board-cards.ts'

const FIRST_CARDS = 30

export type BoardQuery = BoardSelection & { pipeline: Pipeline }

type Sum = { stage_id: string; count: number; amount: number }

/**
 * The board of a pipeline: its stages from left to right, each with what its deals that the filter means add up to, and
 * the first of them.
 */
export async function dealBoard(
  db: Database,
  caller: Actor,
  { pipeline, ...selection }: BoardQuery,
): Promise<BoardColumn[]> {
  const condition = await boardCondition(db, caller, selection)
  const sums = meansAllDeals(caller, selection)
    ? await totalsByStage(db, pipeline)
    : await sumsByStage(db, pipeline, condition)
  const cards = await firstCards(db, caller, { pipeline, condition })
  const seesAmounts = fieldLevel(caller, 'deals', 'amount') !== 'hidden'
  return pipeline.stages.map((stage) => {
    const { count = 0, amount = 0 } = sums.get(stage.id) ?? {}
    const { data, next } = pageFrom(
      cards.filter(({ stage_id }) => stage_id === stage.id),
      FIRST_CARDS,
      cardPosition,
    )
    const weighted = Math.round(amount * stage.probability) / 100
    const totals = seesAmounts ? { amount, weighted } : { amount: null, weighted: null }
    return { stage, count, ...totals, deals: data, next }
  })
}

function meansAllDeals(caller: Actor, { filter, search }: BoardSelection): boolean {
  const isAsked = Boolean(search) || (filter?.conditions.length ?? 0) > 0
  return !isAsked && rightsFor(caller.grants.rights, 'deals').view === 'all'
}

/** What all deals of each stage add up to, as the database keeps it; the same as `sumsByStage` of every deal. */
async function totalsByStage(db: Queryable, { id, currency }: Pipeline): Promise<Map<string, Sum>> {
  const { rows } = await sql<Sum>`
    select t.stage_id, sum(t.count)::int8 as count,
      coalesce(sum(t.amount) filter (where t.currency = ${currency}), 0)::float8 as amount
    from deal_totals t join stages s on s.id = t.stage_id
    where s.pipeline_id = ${id}
    group by t.stage_id`.execute(db)
  return new Map(rows.map((row) => [row.stage_id, row]))
}

/** Deals in another currency count, but their amounts cannot be added to the others. */
async function sumsByStage(
  db: Queryable,
  { id, currency }: Pipeline,
  condition: RawBuilder<unknown>,
): Promise<Map<string, Sum>> {
  const { rows } = await sql<Sum>`
    select s.id as stage_id, c.count, c.amount
    from stages s
    cross join lateral (
      select count(*) as count,
        coalesce(sum(r.amount) filter (where r.currency = ${currency}), 0)::float8 as amount
      from deals r where r.stage_id = s.id and ${condition}
    ) c
    where s.pipeline_id = ${id}`.execute(db)
  return new Map(rows.map((row) => [row.stage_id, row]))
}

function firstCards(
  db: Queryable,
  caller: Actor,
  { pipeline: { id }, condition }: { pipeline: Pipeline; condition: RawBuilder<unknown> },
): Promise<Deal[]> {
  const from = sql`
    select c.* from stages s
    cross join lateral (
      select * from deals r where r.stage_id = s.id and ${condition} order by r.rank, r.id limit ${FIRST_CARDS + 1}
    ) c
    where s.pipeline_id = ${id}`
  return selectDeals(db, caller, from)
}
