import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { ChangedDeal, changedDealsQuery, DealState } from '../../../model/forecast-changes.ts'
import type { Page } from '../../../model/page.ts'
import { requireReadable } from '../../access/index.ts'
import { listDealsWhere } from '../../crm/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { seesAmounts } from '../sales/slice.ts'
import { forecastSteps, type Between } from './forecast-steps.ts'
import { comparedBy, tellsOfAmounts } from './read-changes.ts'
import { statesAt } from './states.ts'

type Query = z.output<typeof changedDealsQuery>
type Change = { deal_id: string; before: DealState | null; after: DealState | null; change: number | null }

/** A page of the deals behind a step, each as it was and as it is. Throws `forbidden`, `validation_failed`. */
export async function listChangedDeals(
  { db, clock }: Platform,
  caller: Actor,
  query: Query,
): Promise<Page<ChangedDeal>> {
  if (tellsOfAmounts(query.step)) requireReadable(caller, 'deals', ['amount'])
  const { slice, since, until } = await comparedBy(db, caller, { query, now: clock.now() })
  if (!since) return { data: [], next: null }
  const between = { slice, since: since.id, until: until?.id ?? null }
  const condition = sql`d.id in (select deal_id from (${forecastSteps(between)}) s where step = ${query.step})`
  const page = await listDealsWhere(db, caller, { ...query, condition })
  const changes = await changesOf(db, between, { step: query.step, ids: page.data.map(({ id }) => id) })
  const none = { before: null, after: null, change: null }
  return {
    ...page,
    data: page.data.map((deal) => {
      const { before, after, change } = changes.get(deal.id) ?? none
      return { ...deal, before, after, change }
    }),
  }
}

async function changesOf(
  db: Queryable,
  between: Between,
  { step, ids }: { step: string; ids: string[] },
): Promise<Map<string, Change>> {
  const isShown = seesAmounts(between.slice)
  const { rows } = await sql<Change>`
    select d.id as deal_id, ${stateObject(sql`b`, isShown)} as before, ${stateObject(sql`a`, isShown)} as after,
      ${isShown ? sql`s.amount::float8` : sql`null::float8`} as change
    from deals d
    left join (${statesAt(between.since)}) b on b.deal_id = d.id
    left join (${statesAt(between.until)}) a on a.deal_id = d.id
    left join (${forecastSteps(between)}) s on s.deal_id = d.id and s.step = ${step}
    where d.id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.deal_id, row]))
}

function stateObject(row: RawBuilder<unknown>, isShown: boolean): RawBuilder<unknown> {
  return sql`case when ${row}.deal_id is not null then jsonb_build_object(
    'stage_id', ${row}.stage_id, 'stage_name', coalesce((select name from stages where id = ${row}.stage_id), ''),
    'amount', ${isShown ? sql`${row}.amount` : sql`null::numeric`}, 'currency', ${row}.currency,
    'expected_close_on', to_char(${row}.expected_close_on, 'YYYY-MM-DD')) end`
}
