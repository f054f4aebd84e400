import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Deal, DealInput } from '../../../model/deal.ts'
import type {
  ChangedDeal,
  ChangedDealsQuery,
  ForecastChanges,
  ForecastChangesQuery,
} from '../../../model/forecast-changes.ts'
import type { ForecastStep } from '../../../model/forecast-steps.ts'
import type { Page } from '../../../model/page.ts'
import { everyAction } from '../../../model/rights.ts'
import type { Role } from '../../../model/role.ts'
import { engines, type Api } from '../../platform/testing/index.ts'
import { openTestSales, type TestSales } from '../sales/open-test-sales.ts'
import { takeSnapshot, weekOf } from './take-snapshot.ts'

const WEEK_MS = 7 * 86_400_000
const quarter = { from: '2026-04-01', to: '2026-06-30' }
const due = { expected_close_on: '2026-06-15' }

it('begins a week on the day that was chosen, by the clocks of the time zone', () => {
  const sundayNight = Date.parse('2026-05-10T23:30:00Z')
  expect(weekOf({ week_day: 1, time_zone: 'UTC' }, sundayNight)).toBe('2026-05-04')
  expect(weekOf({ week_day: 1, time_zone: 'Europe/Berlin' }, sundayNight)).toBe('2026-05-11')
  expect(weekOf({ week_day: 7, time_zone: 'UTC' }, sundayNight)).toBe('2026-05-10')
  expect(weekOf({ week_day: 3, time_zone: 'UTC' }, sundayNight)).toBe('2026-05-06')
})

describe.each(engines)('what changed about the forecast on the %s engine', (engine) => {
  let test: TestSales
  let ana: { id: string; api: Api }
  let deals: Record<string, Deal>

  beforeAll(async () => {
    test = await openTestSales(engine)
    at('2026-05-04')
    ana = await test.colleague('Ana', { deals: everyAction('own') })
    const make = async (name: string, input: Partial<DealInput>) => [
      name,
      await test.deal({ name, ...input }),
    ]
    deals = Object.fromEntries([
      await make('Raised', { amount: 100, owner_id: ana.id, ...due }),
      await make('Lowered', { amount: 200, ...due }),
      await make('Same', { amount: 10, ...due }),
      await make('Later', { amount: 300, ...due }),
      await make('Sooner', { amount: 400, expected_close_on: '2026-08-01' }),
      await make('Won', { amount: 500, owner_id: ana.id, ...due }),
      await make('Lost', { amount: 600, ...due }),
      await make('Deleted', { amount: 700, ...due }),
      await make('In dollars', { amount: 9, currency: 'USD', ...due }),
    ])
    await takeSnapshot(test.platform)
    at('2026-05-06')
    await change('Raised', { amount: 150 })
    await change('Lowered', { amount: 120 })
    await change('Later', { expected_close_on: '2026-07-15' })
    await change('Sooner', { expected_close_on: '2026-06-01' })
    await change('Won', { amount: 550, stage_id: test.stage('Won') })
    await change('Lost', { stage_id: test.stage('Lost') })
    await test.api.delete(`/api/v1/deals/${deals.Deleted?.id}`)
    await make('Added', { amount: 50, owner_id: ana.id, ...due })
  })
  afterAll(() => test.close())

  const at = (day: string) => test.platform.clock.set(Date.parse(`${day}T12:00:00Z`))
  const change = (name: string, body: object) => test.api.patch(`/api/v1/deals/${deals[name]?.id}`, body)
  const changes = async (query: ForecastChangesQuery = {}, as = test.api) =>
    (await as.get<ForecastChanges>(`/api/v1/insights/forecast/changes?${text({ ...quarter, ...query })}`))
      .body
  const behind = async (step: ForecastStep, query: Partial<ChangedDealsQuery> = {}, as = test.api) =>
    as.get<Page<ChangedDeal>>(
      `/api/v1/insights/forecast/changes/deals?${text({ ...quarter, ...query, step, limit: 1000 })}`,
    )

  it('tells of each deal how it came in, changed or went out', async () => {
    const { since, until, steps } = await changes()
    expect({ since: since?.week, until }).toEqual({ since: '2026-05-04', until: null })
    expect(Object.fromEntries(steps.map(({ step, count, amount }) => [step, [count, amount]]))).toEqual({
      opening: [8, 2_410],
      added: [1, 50],
      raised: [2, 100],
      lowered: [1, -80],
      moved_in: [1, 400],
      other_in: [0, 0],
      pushed_out: [1, -300],
      other_out: [1, -700],
      won: [1, -550],
      lost: [1, -600],
      closing: [6, 730],
    })
  })

  it('ends at the open pipeline of the forecast', async () => {
    const { total } = await test.forecast(quarter)
    const open = [total.pipeline, total.best_case, total.commit]
    const { steps } = await changes()
    expect(steps.at(-1)).toEqual({
      step: 'closing',
      count: open.reduce((sum, { count }) => sum + count, 0),
      amount: open.reduce((sum, { amount }) => sum + (amount ?? 0), 0),
    })
  })

  it('opens the deals behind a step as they were and as they are, also a deleted one', async () => {
    const { body } = await behind('won')
    expect(body.data).toMatchObject([
      {
        name: 'Won',
        change: -550,
        before: { amount: 500, expected_close_on: '2026-06-15' },
        after: { amount: 550, stage_name: 'Won' },
      },
    ])
    const { body: gone } = await behind('other_out')
    expect(gone.data).toMatchObject([{ name: 'Deleted', before: { amount: 700 }, after: null }])
  })

  it('counts only the deals that the reader may see', async () => {
    const { steps } = await changes({}, ana.api)
    expect(steps.find(({ step }) => step === 'opening')).toEqual({ step: 'opening', count: 2, amount: 600 })
    const { body } = await behind('lost', {}, ana.api)
    expect(body.data).toEqual([])
  })

  it('says nothing about amounts to who does not get to see them', async () => {
    const blind = await test.colleague('Blind', { deals: everyAction('all') })
    const { body: roles } = await test.api.get<{ data: Role[] }>('/api/v1/roles')
    const role = roles.data.find(({ name }) => name === 'Role of Blind')
    await test.api.patch(`/api/v1/roles/${role?.id}`, { fields: { deals: { amount: 'hidden' } } })
    const { steps } = await changes({}, blind.api)
    expect(steps.map(({ step }) => step)).not.toContain('raised')
    expect(steps.every(({ amount }) => amount === null)).toBe(true)
    expect(await behind('raised', {}, blind.api)).toMatchObject({ status: 403 })
    const { body } = await behind('won', {}, blind.api)
    expect(body.data).toMatchObject([{ amount: null, change: null, before: { amount: null } }])
  })

  it('is a file, too', async () => {
    const { bytes } = await test.api.get(`/api/v1/insights/forecast/changes.csv?${text(quarter)}`)
    expect(bytes.toString().trim().split(/\r?\n/).at(-1)).toBe('Closing,6,730')
  })

  it('takes one snapshot a week, late when it must, however often and by however many it is tried', async () => {
    at('2026-05-08')
    expect(await takeSnapshot(test.platform)).toBe(false)
    at('2026-05-14')
    const taken = await Promise.all([takeSnapshot(test.platform), takeSnapshot(test.platform)])
    expect(taken.filter(Boolean)).toHaveLength(1)
    const { body } = await test.api.get('/api/v1/insights/forecast/snapshots')
    expect(body).toMatchObject({ data: [{ week: '2026-05-11' }, { week: '2026-05-04' }] })
    const states = await sql`select from forecast_states where deal_id = ${deals.Same?.id}::uuid`.execute(
      test.platform.db,
    )
    expect(states.rows).toHaveLength(1)
  })

  it('tells between two snapshots what it told at the second one', async () => {
    const { steps } = await changes({ since: '2026-05-04', until: '2026-05-11' })
    await change('Same', { amount: 5_000 })
    expect((await changes({ since: '2026-05-04', until: '2026-05-11' })).steps).toEqual(steps)
    expect(steps.at(-1)).toMatchObject({ count: 6, amount: 730 })
    await change('Same', { amount: 10 })
  })

  it('keeps the weeks of fourteen months', async () => {
    test.platform.clock.set(test.platform.clock.now() + 60 * WEEK_MS)
    await takeSnapshot(test.platform)
    const { body } = await test.api.get<{ data: { week: string }[] }>('/api/v1/insights/forecast/snapshots')
    expect(body.data).toHaveLength(1)
    const ended = await sql`select from forecast_states where until is not null`.execute(test.platform.db)
    expect(ended.rows).toHaveLength(0)
  })
})

function text(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return new URLSearchParams(Object.fromEntries(given.map(([key, value]) => [key, String(value)]))).toString()
}
