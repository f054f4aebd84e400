import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Deal } from '../../../model/deal.ts'
import type { ForecastChanges } from '../../../model/forecast-changes.ts'
import { everyAction } from '../../../model/rights.ts'
import type { Forecast } from '../../../model/sales.ts'
import type { Api } from '../../platform/testing/index.ts'
import { openTestSales, type TestSales } from '../sales/open-test-sales.ts'
import { takeSnapshot } from './take-snapshot.ts'

const WEEK_MS = 7 * 86_400_000
const RUNS = 25
const MOST_CHANGES = 14

const day = fc.constantFrom('2026-03-20', '2026-04-10', '2026-06-30', '2026-07-01', null)
const amount = fc.option(fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100))
const stage = fc.constantFrom('Qualified', 'Negotiation', 'Won', 'Lost')
const which = fc.nat(30)

/** What may happen to deals in a week. */
const happening = fc.oneof(
  fc.record({ kind: fc.constant('make'), amount, day, owned: fc.boolean(), euros: fc.boolean() }),
  fc.record({ kind: fc.constant('amount'), which, amount }),
  fc.record({ kind: fc.constant('day'), which, day }),
  fc.record({ kind: fc.constant('move'), which, stage }),
  fc.record({ kind: fc.constant('give'), which, owned: fc.boolean() }),
  fc.record({ kind: fc.constant('delete'), which }),
  fc.record({ kind: fc.constant('restore'), which }),
  fc.record({ kind: fc.constant('omit'), omitted: fc.boolean() }),
)
type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never

let test: TestSales
let ana: { id: string; api: Api }
let ids: string[] = []

beforeAll(async () => {
  test = await openTestSales('embedded')
  test.platform.clock.set(Date.parse('2026-04-06T12:00:00Z'))
  ana = await test.colleague('Ana', { deals: everyAction('own') })
})
afterAll(() => test.close())

it('whatever happens: opening and changes come to closing, in deals and in money, for everybody and every period', async () => {
  const weeks = fc.array(happening, { minLength: 1, maxLength: MOST_CHANGES })
  await fc.assert(
    fc.asyncProperty(weeks, async (week) => {
      const since = new Date(test.platform.clock.now()).toISOString().slice(0, 10)
      await takeSnapshot(test.platform)
      for (const one of week) await happen(one)
      expect(await differences(since)).toEqual([])
      test.platform.clock.set(test.platform.clock.now() + WEEK_MS)
    }),
    { numRuns: RUNS },
  )
}, 120_000)

/** What does not come to the same, over periods and readers; nothing when all is right. */
async function differences(since: string): Promise<string[]> {
  const found: string[] = []
  for (const period of ['from=2026-04-01&to=2026-06-30', 'from=2026-07-01&to=2026-09-30'])
    for (const { narrowed, as, start } of [
      { narrowed: '', as: test.api, start: since },
      { narrowed: '', as: test.api, start: '2026-04-06' },
      { narrowed: `&owner=${ana.id}`, as: test.api, start: since },
      { narrowed: '', as: ana.api, start: since },
    ]) {
      const query = `${period}${narrowed}`
      const { body } = await as.get<ForecastChanges>(
        `/api/v1/insights/forecast/changes?${query}&since=${start}`,
      )
      const [opening, closing] = [body.steps[0], body.steps.at(-1)]
      const between = body.steps.slice(1, -1)
      const cents = between.reduce((sum, one) => sum + toCents(one.amount), toCents(opening?.amount))
      if (cents !== toCents(closing?.amount)) found.push(`${query} in money`)
      const deals = between.reduce((sum, { step, count }) => sum + signs[step] * count, opening?.count ?? 0)
      if (deals !== closing?.count) found.push(`${query} in deals`)
      if ((await openDeals(query, as)) !== closing?.count) found.push(`${query} against the forecast`)
    }
  return found
}

/** How many deals are in the open pipeline of the forecast. */
async function openDeals(query: string, as: Api): Promise<number> {
  const { body } = await as.get<Forecast>(`/api/v1/insights/forecast?${query}`)
  const { pipeline, best_case, commit } = body.total
  return pipeline.count + best_case.count + commit.count
}

/** Whether a step brings deals in or takes them out. */
const signs: Record<ForecastChanges['steps'][number]['step'], -1 | 0 | 1> = {
  opening: 0,
  added: 1,
  raised: 0,
  lowered: 0,
  moved_in: 1,
  other_in: 1,
  pushed_out: -1,
  other_out: -1,
  won: -1,
  lost: -1,
  closing: 0,
}

function toCents(sum: number | null | undefined): number {
  return Math.round((sum ?? 0) * 100)
}

async function happen(one: Happening): Promise<void> {
  if (one.kind === 'make' && 'euros' in one) return make(one)
  const id = 'which' in one && ids.length > 0 ? ids[one.which % ids.length] : undefined
  if ('omitted' in one) return omit(one.omitted)
  if (id === undefined) return
  const deal = `/api/v1/deals/${id}`
  if (one.kind === 'delete') await test.api.delete(deal)
  else if (one.kind === 'restore') await test.api.post(`${deal}/restoration`, {})
  else if ('stage' in one) await test.api.patch(deal, { stage_id: test.stage(one.stage) })
  else if ('owned' in one) await test.api.patch(deal, { owner_id: one.owned ? ana.id : null })
  else if ('day' in one) await test.api.patch(deal, { expected_close_on: one.day })
  else if ('amount' in one) await test.api.patch(deal, { amount: one.amount })
}

async function make(one: { amount: number | null; day: string | null; owned: boolean; euros: boolean }) {
  const made: Deal = await test.deal({
    amount: one.amount,
    expected_close_on: one.day,
    owner_id: one.owned ? ana.id : null,
    currency: one.euros ? 'EUR' : 'USD',
  })
  ids = [...ids, made.id]
}

/** Leaves a stage out of the forecast, or takes it in again. */
async function omit(omitted: boolean): Promise<void> {
  const stages = test.sales.stages.map((stage) =>
    stage.name === 'Negotiation' ? { ...stage, forecast_category: omitted ? 'omitted' : 'commit' } : stage,
  )
  const { status, body } = await test.api.patch(`/api/v1/pipelines/${test.sales.id}`, { stages })
  if (status !== 200) throw new Error(`The stage was not changed: ${JSON.stringify(body)}`)
}
