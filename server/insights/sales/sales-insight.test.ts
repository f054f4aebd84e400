import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CloseReason } from '../../../model/deal.ts'
import type { Team } from '../../../model/role.ts'
import { everyAction } from '../../../model/rights.ts'
import { forecastTotals } from '../../../model/sales.ts'
import { salesFigures } from '../../../model/sales-figures.ts'
import { engines, type Api } from '../../platform/testing/index.ts'
import { openTestSales, type TestSales } from './open-test-sales.ts'
import { velocityOf } from './rates.ts'

const period = { from: '2026-04-01', to: '2026-06-30' }

it('works velocity out as the example of the definition does', () => {
  const velocity = velocityOf({ open: 50, winRate: 0.25, averageWon: 12_000, cycleDays: 90 })
  expect(velocity).toBeCloseTo(1_666.67, 2)
  expect(velocityOf({ open: 50, winRate: null, averageWon: 12_000, cycleDays: 90 })).toBeNull()
})

it('rolls categories up: each forecast holds those that are surer', () => {
  const sum = (amount: number) => ({ count: 1, amount })
  const line = {
    closed: sum(100),
    commit: sum(40),
    best_case: sum(30),
    pipeline: sum(20),
    weighted: 50,
    quota: 200,
  }
  expect(forecastTotals(line)).toEqual({
    open_pipeline: 90,
    best_case_forecast: 170,
    commit_forecast: 140,
    closed_only: 100,
    forecast: 150,
    attainment: 0.5,
    coverage: 0.9,
  })
})

describe.each(engines)('sales insight on the %s engine', (engine) => {
  let test: TestSales
  let ana: { id: string; api: Api }
  let ben: { id: string; api: Api }
  let price: string

  // April: Ana loses one; May: Ana wins one after 10 days; both have open ones that are due in June.
  beforeAll(async () => {
    test = await openTestSales(engine)
    const { deal, move } = test
    at('2026-04-01')
    ana = await test.colleague('Ana', { deals: everyAction('own') })
    ben = await test.colleague('Ben', { deals: { ...everyAction('team'), export: 'none' } })
    const reasons = await test.api.get<{ data: CloseReason[] }>('/api/v1/close-reasons')
    price = reasons.body.data.find(({ name }) => name === 'Price')?.id ?? ''
    const lost = await deal({ name: 'Lost', amount: 500, owner_id: ana.id })
    await test.api.patch(`/api/v1/deals/${lost.id}`, { stage_id: test.stage('Lost'), close_reason_id: price })
    const won = await deal({ name: 'Won', amount: 1_000, owner_id: ana.id })
    const due = { expected_close_on: '2026-06-15' }
    await deal({ name: 'Due of Ana', amount: 200, owner_id: ana.id, ...due })
    const fixed = await deal({ name: 'Due of Ben', amount: 300, owner_id: ben.id, ...due })
    await deal({ name: 'In dollars', amount: 7, currency: 'USD', owner_id: ben.id, ...due })
    await deal({ name: 'Someday', amount: 50, owner_id: null })
    await deal({ name: 'Late', amount: 60, owner_id: null, expected_close_on: '2026-04-20' })
    const slipping = await deal({ name: 'Slipping', amount: 80, owner_id: ben.id, ...due })
    const gone = await deal({ name: 'Deleted', amount: 9_999, owner_id: ana.id, ...due })
    await test.api.delete(`/api/v1/deals/${gone.id}`)
    at('2026-04-11')
    await move(won, 'Won')
    at('2026-05-01')
    await move(fixed, 'Negotiation')
    for (const day of ['2026-06-20', '2026-07-01', '2026-08-01'])
      await test.api.patch(`/api/v1/deals/${slipping.id}`, { expected_close_on: day })
    await sql`update stages set forecast_category = 'commit' where name = 'Negotiation'`.execute(
      test.platform.db,
    )
    at('2026-05-10')
  })
  afterAll(() => test.close())

  const at = (day: string) => test.platform.clock.set(Date.parse(`${day}T12:00:00Z`))
  const names = (deals: { name: string }[]) => deals.map(({ name }) => name).toSorted()

  it('reports a period: rates, cycle, reasons, and amounts in the currency of the pipeline', async () => {
    expect(await test.report(period)).toMatchObject({
      won: { count: 1, amount: 1_000 },
      lost: { count: 1, amount: 500 },
      win_rate: 0.5,
      win_rate_amount: 1_000 / 1_500,
      created: { count: 8, amount: 2_190 },
      cohort_win_rate: 1 / 8,
      cycle: { mean_days: 10, median_days: 10 },
      // Six open ones, of which Qualified counts 20% and Negotiation 70%; the dollars are not added.
      open: { count: 6, amount: 690, weighted: 0.2 * 390 + 0.7 * 300 },
      velocity: (6 * 0.5 * 1_000) / 10,
      reasons: [
        { kind: 'lost', reason: { name: 'Price' }, count: 1, amount: 500 },
        { kind: 'won', reason: null, count: 1, amount: 1_000 },
      ],
      other_currencies: 1,
    })
  })

  it('tells how far deals came, coming back counted once, and how long they stayed', async () => {
    const { conversion } = await test.report(period)
    expect(conversion.map(({ name, reached }) => [name, reached])).toEqual([
      ['Qualified', 8],
      ['Proposal', 2],
      ['Negotiation', 2],
      ['Won', 1],
    ])
    // Out of Qualified went: Lost at once, Won after 10 days, Due of Ben after 30.
    expect(conversion[0]).toMatchObject({ mean_days: 40 / 3, median_days: 10 })
  })

  it('takes this quarter and the first pipeline when not told otherwise', async () => {
    expect(await test.report()).toMatchObject({ ...period, pipeline: { id: test.sales.id, name: 'Sales' } })
  })

  it('forecasts what closes in the period by category, against quotas spread over its months', async () => {
    const quota = { pipeline_id: test.sales.id, ...period, amount: 1_000 }
    const set = await test.api.put<{ data: object[] }>('/api/v1/quotas', { ...quota, user_id: ana.id })
    expect(set.body.data).toMatchObject([{ amount: 333.33 }, { amount: 333.33 }, { amount: 333.34 }])
    await test.api.put('/api/v1/quotas', { ...quota, user_id: ben.id, amount: 500 })
    const forecast = await test.forecast(period)
    expect(forecast.total).toEqual({
      closed: { count: 1, amount: 1_000 },
      commit: { count: 1, amount: 300 },
      best_case: { count: 0, amount: 0 },
      pipeline: { count: 3, amount: 260 },
      weighted: 0.7 * 300 + 0.2 * 260,
      quota: 1_500,
    })
    expect(forecast.owners.map(({ name, quota: of, closed }) => [name, of, closed.amount])).toEqual([
      ['Ana', 1_000, 1_000],
      ['Ben', 500, 0],
      [null, null, 0],
    ])
    expect(forecast).toMatchObject({
      undated: { count: 1, amount: 50 },
      overdue: { count: 1, amount: 60 },
      slipped: { count: 1, amount: 80 },
      pushed_often: 1,
    })
  })

  it('prefers the quota of everybody to the sum, forgets one that is taken away, and audits both', async () => {
    const quota = { pipeline_id: test.sales.id, ...period }
    await test.api.put('/api/v1/quotas', { ...quota, amount: 9_000 })
    expect((await test.forecast(period)).total.quota).toBe(9_000)
    await test.api.put('/api/v1/quotas', { ...quota, amount: null })
    expect((await test.forecast(period)).total.quota).toBe(1_500)
    const { rows } = await sql<{ details: object }>`
      select details from audit_log where action = 'quota.changed' order by id desc limit 1`.execute(
      test.platform.db,
    )
    expect(rows[0]?.details).toMatchObject({ before: { amount: 9_000 }, after: { amount: null } })
  })

  it('opens the deals behind every number, as many as the number says', async () => {
    const query = { ...period, pipeline: test.sales.id }
    const report = await test.report(query)
    const forecast = await test.forecast(query)
    const { won, lost, created, created_won, open } = report
    const { undated, overdue, slipped, total, pushed_often } = forecast
    const due = total.commit.count + total.best_case.count + total.pipeline.count
    const counts = {
      open: open.count,
      won: won.count,
      lost: lost.count,
      closed: won.count + lost.count,
      created: created.count,
      created_won: created_won.count,
      reached: created.count,
      due,
      undated: undated.count,
      overdue: overdue.count,
      slipped: slipped.count,
      pushed_often,
    }
    for (const figure of salesFigures)
      expect(await test.behind({ ...query, figure })).toHaveLength(counts[figure])
    for (const { stage_id: stage, reached } of report.conversion)
      expect(await test.behind({ ...query, figure: 'reached', stage })).toHaveLength(reached)
    for (const { stage_id: stage, count } of report.stages)
      expect(await test.behind({ ...query, figure: 'open', stage })).toHaveLength(count)
    for (const { reason, kind, count } of report.reasons)
      expect(await test.behind({ ...query, figure: kind, reason: reason?.id ?? 'none' })).toHaveLength(count)
    for (const category of ['commit', 'best_case', 'pipeline'] as const)
      expect(await test.behind({ ...query, figure: 'due', category })).toHaveLength(total[category].count)
    expect(names(await test.behind({ ...query, figure: 'slipped' }))).toEqual(['Slipping'])
    expect(names(await test.behind({ ...query, figure: 'due', owner: ana.id }))).toEqual(['Due of Ana'])
    expect(names(await test.behind({ ...query, figure: 'open', owner: 'none' }))).toEqual(['Late', 'Someday'])
  })

  it('shows a rep the numbers of their own deals, and a manager those of the team', async () => {
    const own = await test.report(period, ana.api)
    expect(own).toMatchObject({ won: { count: 1 }, open: { count: 1, amount: 200 } })
    expect(own.owners.map(({ name }) => name)).toEqual(['Ana'])
    expect(names(await test.behind({ ...period, figure: 'due' }, ana.api))).toEqual(['Due of Ana'])
    expect((await test.forecast(period, ana.api)).total.quota).toBe(1_000)
    expect((await test.report(period, ben.api)).won.count).toBe(0)
    const team = await test.api.post<Team>('/api/v1/teams', { name: 'North', members: [ana.id, ben.id] })
    const together = await test.forecast({ ...period, team: team.body.id }, ben.api)
    expect(together.total).toMatchObject({ closed: { count: 1 }, quota: 1_500 })
    expect(together.teams).toMatchObject([{ name: 'North', quota: 1_500, closed: { amount: 1_000 } }])
  })

  it('keeps what a role hides out of numbers, lists and files', async () => {
    const role = await test.api.post<{ id: string }>('/api/v1/roles', {
      name: 'No amounts',
      rights: { deals: everyAction('all') },
      permissions: [],
      fields: { deals: { amount: 'hidden', owner: 'hidden', close_reason: 'hidden' } },
    })
    await test.api.patch(`/api/v1/users/${ana.id}`, { roles: [role.body.id] })
    const seen = await test.report(period, ana.api)
    expect(seen).toMatchObject({ won: { count: 1, amount: null }, velocity: null, owners: [], reasons: [] })
    expect(seen.open).toEqual({ count: 6, amount: null, weighted: null })
    expect((await test.forecast(period, ana.api)).total).toMatchObject({ quota: null, weighted: null })
    const refused = [`figure=lost&reason=${price}`, 'figure=won&owner=none', 'figure=won&sort=amount']
    for (const query of refused) {
      const { status } = await ana.api.get(`/api/v1/insights/sales/deals?${query}`)
      expect(status).toBe(403)
    }
  })

  it('writes files; one of deals for who may export them', async () => {
    const file = async (path: string) =>
      test.app.inject({
        url: `/api/v1/insights/${path}`,
        headers: { authorization: 'Bearer a-key-with-every-permission' },
      })
    const query = `from=${period.from}&to=${period.to}`
    const deals = (await file(`sales/deals.csv?${query}&figure=won`)).body.split('\r\n')
    expect(deals).toHaveLength(3)
    expect(deals[1]).toMatch(/,Won,Won,1000,EUR,,Acme,Ana,2026-04-01,,2026-04-11,$/)
    expect((await file(`sales.csv?${query}`)).body).toContain('Open by stage,Negotiation,1,300,210')
    expect((await file(`forecast.csv?${query}`)).body).toContain('Ana,1000,0,0,200,40,1040,1000,1,')
    expect((await ben.api.get('/api/v1/insights/sales.csv')).status).toBe(200)
    expect((await ben.api.get('/api/v1/insights/sales/deals.csv?figure=won')).status).toBe(403)
  })

  it.each([
    ['insights/sales?from=2026-01-01', 'from'],
    ['insights/sales?from=2026-02-01&to=2026-01-01', 'from'],
    ['insights/sales?from=1000-01-01&to=2026-01-01', 'from'],
    ['insights/sales?pipeline=00000000-0000-4000-8000-000000000000', 'pipeline'],
    ['insights/forecast?team=nonsense', 'team'],
    ['insights/sales/deals?figure=profit', 'figure'],
  ])('refuses %s, naming the field', async (path, field) => {
    const { status, body } = await test.api.get<{ error: { details: { field: string }[] } }>(
      `/api/v1/${path}`,
    )
    expect(status).toBe(400)
    expect(body.error.details[0]?.field).toBe(field)
  })

  it.each([
    [{ from: '2026-04-02' }, 'from'],
    [{ user_id: 'nobody' }, 'user_id'],
    [{ team_id: '00000000-0000-4000-8000-000000000000' }, 'team_id'],
    [{ amount: -1 }, 'amount'],
    [{ pipeline_id: '00000000-0000-4000-8000-000000000000' }, 'pipeline_id'],
  ])('refuses a quota with %j, naming the field', async (change, field) => {
    const quota = { pipeline_id: test.sales.id, ...period, amount: 5, ...change }
    const { status, body } = await test.api.put<{ error: { details: { field: string }[] } }>(
      '/api/v1/quotas',
      quota,
    )
    expect(status).toBe(400)
    expect(body.error.details[0]?.field).toBe(field)
  })

  it('counts what colleagues did in the period', async () => {
    at('2026-05-20')
    const { api } = test
    await api.post('/api/v1/activities', { kind: 'call', subject: 'Talk', assignee_id: ben.id, done: true })
    await api.post('/api/v1/activities', { kind: 'call', subject: 'Talk', assignee_id: ben.id, done: true })
    await api.post('/api/v1/activities', { kind: 'task', subject: 'open', assignee_id: ben.id })
    at('2026-07-01')
    await api.post('/api/v1/activities', {
      kind: 'meeting',
      subject: 'Demo',
      assignee_id: ben.id,
      done: true,
    })
    const { activities } = await test.report(period)
    expect(activities).toEqual([
      { user: { id: ben.id, name: 'Ben' }, kinds: { call: 2, meeting: 0, email: 0, task: 0 } },
    ])
    const list = await api.get<{ data: object[] }>(
      `/api/v1/activities?state=done&sort=-done_at&assignee=${ben.id}&done_from=${period.from}&done_to=${period.to}`,
    )
    expect(list.body.data).toHaveLength(2)
  })
})
