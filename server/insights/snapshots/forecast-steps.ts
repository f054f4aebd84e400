import { sql, type RawBuilder } from 'kysely'
import type { ForecastStep } from '../../../model/forecast-steps.ts'
import { visibleTo } from '../../access/index.ts'
import { ownedBy, within, type Slice } from '../sales/slice.ts'
import { statesAt } from './states.ts'

type Fragment = RawBuilder<unknown>

export type Between = { slice: Slice; since: number; until: number | null }

/**
 * The steps of every deal between two moments, as rows of `deal_id`, `step` and `amount`: what a deal was, how it came
 * in, what changed about it, how it went out, and what it is. A deal's rows always add up: opening + steps = closing. Of the
 * deals that the caller may see today, whose they were before.
 */
export function forecastSteps({ slice, since, until }: Between): Fragment {
  return sql`
    select m.deal_id, c.step, c.amount from (${movesOf({ slice, since, until })}) m cross join lateral (values
      (case when m.was_in then ${named('opening')} end, m.amount_before),
      (case when not m.was_in and m.enters then ${entry} end, m.amount_after),
      (case when m.was_in and m.enters and m.amount_after > m.amount_before then ${named('raised')}
        when m.was_in and m.enters and m.amount_after < m.amount_before then ${named('lowered')} end,
        m.amount_after - m.amount_before),
      (case when (m.was_in or m.closes) and not m.is_in then ${exit} end,
        -(case when m.closes then m.amount_after else m.amount_before end)),
      (case when m.is_in then ${named('closing')} end, m.amount_after)
    ) c (step, amount) where c.step is not null`
}

/** How a deal comes in that was not: it was made, its day moved into the period, or it came back from elsewhere. */
const entry: Fragment = sql`case
  when not m.was_there then ${named('added')}
  when m.was_open then ${named('moved_in')}
  else ${named('other_in')} end`

/** How a deal goes out: by an end, by its day, or because it was deleted, left out or given to somebody else. */
const exit: Fragment = sql`case
  when m.closes and m.kind_after = 'won' then ${named('won')}
  when m.closes then ${named('lost')}
  when m.goes_late then ${named('pushed_out')}
  else ${named('other_out')} end`

function named(step: ForecastStep): Fragment {
  return sql.lit(step)
}

/**
 * What a deal was and is. It `closes` when it was won or lost in between and was in the period, or is by the day on which it
 * closed; it `enters` whether it stays or closes at once.
 */
function movesOf({ slice, since, until }: Between): Fragment {
  const { pipeline, caller, from, to } = slice
  const isOpen = (
    row: Fragment,
  ) => sql`coalesce(${row}.pipeline_id = ${pipeline.id}::uuid and ${ownedBy(slice, row)}
    and ${row}.kind = 'open' and ${row}.closed_at is null and ${row}.category <> 'omitted', false)`
  const isIn = (row: Fragment) =>
    sql`(${isOpen(row)} and coalesce(${row}.expected_close_on between ${from}::date and ${to}::date, false))`
  const amountOf = (row: Fragment) =>
    sql`case when ${row}.currency = ${pipeline.currency} then coalesce(${row}.amount, 0) else 0 end`
  const [b, a] = [sql`b`, sql`a`]
  const closes = sql`(coalesce(a.pipeline_id = ${pipeline.id}::uuid and ${ownedBy(slice, a)} and a.kind <> 'open', false)
    and a.kind is distinct from b.kind and (${isIn(b)} or coalesce(${within(sql`a.closed_at`, slice)}, false)))`
  return sql`
    select x.*, x.is_in or x.closes as enters from (
      select d.id as deal_id, ${isIn(b)} as was_in, ${isIn(a)} as is_in, ${closes} as closes,
        b.deal_id is not null as was_there, ${isOpen(b)} as was_open, a.kind as kind_after,
        ${isOpen(a)} and coalesce(a.expected_close_on, 'infinity') > ${to}::date as goes_late,
        ${amountOf(b)} as amount_before, ${amountOf(a)} as amount_after
      from deals d left join (${statesAt(since)}) b on b.deal_id = d.id
        left join (${statesAt(until)}) a on a.deal_id = d.id
      where (b.pipeline_id = ${pipeline.id}::uuid or a.pipeline_id = ${pipeline.id}::uuid)
        and ${visibleTo(caller, 'deals', 'view', sql`d`)}
    ) x where x.was_in or x.is_in or x.closes`
}
