import { sql, type RawBuilder } from 'kysely'
import type { FigureDetails } from '../../../model/sales.ts'
import type { SalesFigure } from '../../../model/sales-figures.ts'
import { requireReadable } from '../../access/index.ts'
import { within, type Slice } from './slice.ts'

type Fragment = RawBuilder<unknown>

/** From this many on, a deal that was put off again and again is taken for one at risk (metrics, 6.1). */
const PUSHED_OFTEN = 3

/** How often a deal's day was put off to a later one. */
const pushes: Fragment = sql`(
  select count(*) from deal_changes c
  where c.deal_id = d.id and c.changes ? 'expected_close_on'
    and (c.changes #>> '{expected_close_on,to}') > (c.changes #>> '{expected_close_on,from}'))`

/** What each number counts, as a condition on a deal `d` and its stage `s`: reports and the lists behind them share it. */
export const figures: Record<SalesFigure, (slice: Slice) => Fragment> = {
  open: () => sql`s.kind = 'open'`,
  won: (slice) => sql`(s.kind = 'won' and ${within(sql`d.closed_at`, slice)})`,
  lost: (slice) => sql`(s.kind = 'lost' and ${within(sql`d.closed_at`, slice)})`,
  closed: (slice) => sql`(s.kind <> 'open' and ${within(sql`d.closed_at`, slice)})`,
  created: (slice) => within(sql`d.created_at`, slice),
  created_won: (slice) => sql`(s.kind = 'won' and ${within(sql`d.created_at`, slice)})`,
  // Together with a stage: those made in the period that came there or further.
  reached: (slice) => within(sql`d.created_at`, slice),
  due: ({ from, to }) =>
    sql`(s.kind = 'open' and d.closed_at is null and d.expected_close_on between ${from}::date and ${to}::date)`,
  undated: () => sql`(s.kind = 'open' and d.expected_close_on is null)`,
  overdue: ({ today }) =>
    sql`(s.kind = 'open' and d.closed_at is null and d.expected_close_on < ${today}::date)`,
  slipped,
  pushed_often: () => sql`(s.kind = 'open' and ${pushes} >= ${PUSHED_OFTEN})`,
}

/**
 * "Close date moved past the period end" (metrics, 6.1): it was to close in the period, was put off to a later day or to
 * none, and neither came back nor closed in it.
 */
function slipped(slice: Slice): Fragment {
  const { from, to } = slice
  return sql`(d.id in (
      select c.deal_id from deal_changes c
      where c.changes ? 'expected_close_on'
        and (c.changes #>> '{expected_close_on,from}')::date between ${from}::date and ${to}::date
        and coalesce((c.changes #>> '{expected_close_on,to}')::date, 'infinity') > ${to}::date)
    and coalesce(d.expected_close_on, 'infinity') > ${to}::date
    and (d.closed_at is null or not ${within(sql`d.closed_at`, slice)}))`
}

/**
 * What a stage counts as in the forecast (metrics, 6.2): what its pipeline says, else what its kind says. A deal that
 * is not won is never closed, whatever its stage is called.
 */
export const forecastCategory: Fragment = sql`case
  when s.forecast_category = 'omitted' or s.kind = 'lost' then 'omitted'
  when s.kind = 'won' then 'closed'
  when s.forecast_category = 'closed' then 'commit'
  else coalesce(s.forecast_category, 'pipeline') end`

/**
 * How far a deal came, as the position of a stage: the farthest open stage that it ever was in, and the end when it is
 * won. So coming back to a stage counts once, and a stage passed over counts as passed.
 */
export const reachedPosition: Fragment = sql`case when s.kind = 'won' then 2147483647 else greatest(
  case when s.kind = 'open' then s.position end,
  (select max(h_s.position) from deal_stage_history h join stages h_s on h_s.id = h.to_stage_id
    where h.deal_id = d.id and h_s.kind = 'open' and h_s.archived_at is null)) end`

/** The condition on a deal that it is behind a number. Throws `forbidden` when the number tells of a hidden field. */
export function isBehind(slice: Slice, details: FigureDetails): Fragment {
  const { figure, stage, reason, category, closed_from, closed_to } = details
  requireReadable(slice.caller, 'deals', fieldsOf(details))
  const conditions = [figures[figure](slice)]
  if (stage && figure === 'reached') conditions.push(sql`${reachedPosition} >= ${positionOf(stage)}`)
  else if (stage) conditions.push(sql`d.stage_id = ${stage}::uuid`)
  if (reason === 'none') conditions.push(sql`d.close_reason_id is null`)
  else if (reason) conditions.push(sql`d.close_reason_id = ${reason}::uuid`)
  if (category) conditions.push(sql`${forecastCategory} = ${category}`)
  if (closed_from && closed_to)
    conditions.push(within(sql`d.closed_at`, { from: closed_from, to: closed_to }))
  return sql.join(conditions, sql` and `)
}

/** A stage that is won lies behind all others. */
function positionOf(stage: string): Fragment {
  return sql`(select case when kind = 'won' then 2147483647 else position end from stages where id = ${stage}::uuid)`
}

function fieldsOf({ figure, reason }: FigureDetails): string[] {
  const isAboutDays = ['due', 'undated', 'overdue', 'slipped', 'pushed_often'].includes(figure)
  return [...(isAboutDays ? ['expected_close_on'] : []), ...(reason ? ['close_reason'] : [])]
}
