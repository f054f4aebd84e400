import { sql } from 'kysely'
import { daysBetween } from '../../../model/dashboard-periods.ts'
import type { SalesReport } from '../../../model/sales.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { figures } from './figures.ts'
import { dealsOf, sumObject, type Slice } from './slice.ts'
import { spansOf, type Span } from './spans.ts'

const MOST_WEEKS = 27

type Point = SalesReport['over_time']['points'][number]

/**
 * The period in weeks, or months when it is longer than half a year: what was closed in each, and how many deals stood
 * in each open stage when it ended, as far as that is in the past.
 */
export async function salesOverTime(db: Queryable, slice: Slice): Promise<SalesReport['over_time']> {
  const step = daysBetween(slice.from, slice.to) + 1 > MOST_WEEKS * 7 ? 'month' : 'week'
  const spans = spansOf(slice, step)
  const [closed, stages] = [await closedIn(db, slice, spans), await stagesAtEnd(db, slice, spans)]
  const none = { count: 0, amount: 0 }
  const points = spans.map((span, place) => ({
    ...span,
    won: closed.get(place)?.won ?? none,
    lost: closed.get(place)?.lost ?? none,
    stages:
      span.from > slice.today
        ? []
        : stages.filter((one) => one.place === place).map(({ place: _, ...one }) => one),
  }))
  return { step, points }
}

/** What was won and lost in each of these spans, by its place. */
export async function closedIn(
  db: Queryable,
  slice: Slice,
  spans: Span[],
): Promise<Map<number, Pick<Point, 'won' | 'lost'>>> {
  const { rows } = await sql<Pick<Point, 'won' | 'lost'> & { place: number }>`
    select ${placeOf(sql`d.closed_at`, spans)} as place,
      ${sumObject(slice, figures.won(slice))} as won, ${sumObject(slice, figures.lost(slice))} as lost
    from ${dealsOf(slice)} and ${figures.closed(slice)} group by 1`.execute(db)
  return new Map(rows.map(({ place, won, lost }) => [place, { won, lost }]))
}

type Stood = { place: number; stage_id: string; count: number }

/**
 * Each stay adds one where a deal comes in and takes one away where it goes out; summed up to a moment, that is how many
 * stand there. So years of history are read once, and not once a week.
 */
async function stagesAtEnd(db: Queryable, slice: Slice, spans: Span[]): Promise<Stood[]> {
  const { rows } = await sql<Stood>`
    with stays as (
      select h.to_stage_id as stage_id, h.at, lead(h.at) over (partition by h.deal_id order by h.at, h.id) as exited_at
      from deal_stage_history h where h.deal_id in (select d.id from ${dealsOf(slice)})
    ), steps as (
      select stage_id, ${placeOf(sql`at`, spans)} as place, 1 as change from stays
      union all
      select stage_id, ${placeOf(sql`exited_at`, spans)}, -1 from stays where exited_at is not null
    ), changes as (
      select stage_id, greatest(place, -1) as place, sum(change) as change from steps group by 1, 2
    )
    select p.place, s.id as stage_id, coalesce(sum(c.change), 0)::int as count
    from generate_series(0, ${spans.length - 1}::int) as p (place)
    cross join stages s left join changes c on c.stage_id = s.id and c.place <= p.place
    where s.pipeline_id = ${slice.pipeline.id}::uuid and s.kind = 'open' and s.archived_at is null
    group by p.place, s.id, s.position order by p.place, s.position`.execute(db)
  return rows
}

/** Which of the spans a moment lies in: before all of them −1. */
function placeOf(moment: ReturnType<typeof sql>, spans: Span[]) {
  const starts = spans.map(({ from }) => `${from}T00:00:00Z`)
  return sql`(width_bucket(${moment}, ${starts}::timestamptz[]) - 1)`
}
