import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CloseReason } from '../../../model/deal.ts'
import type { DashboardCardInput } from '../../../model/dashboard-cards.ts'
import type { CardFigures, DashboardData, DashboardDataQuery } from '../../../model/dashboard-data.ts'
import type { Dashboard, DashboardInput } from '../../../model/dashboard.ts'
import { everyAction } from '../../../model/rights.ts'
import type { Team } from '../../../model/role.ts'
import { engines, type Api } from '../../platform/testing/index.ts'
import { openTestSales, type TestSales } from '../sales/open-test-sales.ts'

type Refusal = { error: { code: string; message: string; details: unknown } }
/** A card without its id. */
type Draft = DashboardCardInput extends infer Card ? (Card extends unknown ? Omit<Card, 'id'> : never) : never

const quarter = { period: 'days', from: '2026-04-01', to: '2026-06-30' } as const

describe.each(engines)('dashboards on the %s engine', (engine) => {
  let test: TestSales
  let ana: { id: string; api: Api }
  let ben: { id: string; api: Api }

  // First quarter: one won. April: Ana loses one; May: Ana wins one after 10 days; one of Ben's is open.
  beforeAll(async () => {
    test = await openTestSales(engine)
    const { deal, move } = test
    at('2026-02-01')
    ana = await test.colleague('Ana', { deals: everyAction('own') })
    ben = await test.colleague('Ben', { people: everyAction('all') })
    const early = await deal({ name: 'Early', amount: 400, owner_id: ben.id })
    at('2026-02-05')
    await move(early, 'Won')
    at('2026-05-01')
    const reasons = await test.api.get<{ data: CloseReason[] }>('/api/v1/close-reasons')
    const price = reasons.body.data.find(({ name }) => name === 'Price')?.id ?? ''
    const lost = await deal({ name: 'Lost', amount: 500, owner_id: ana.id })
    await test.api.patch(`/api/v1/deals/${lost.id}`, { stage_id: test.stage('Lost'), close_reason_id: price })
    const won = await deal({ name: 'Won', amount: 1_000, owner_id: ana.id })
    await deal({ name: 'Open', amount: 300, owner_id: ben.id, expected_close_on: '2026-06-15' })
    at('2026-05-11')
    await move(won, 'Won')
    await test.api.put('/api/v1/quotas', {
      pipeline_id: test.sales.id,
      user_id: ana.id,
      from: '2026-04-01',
      to: '2026-06-30',
      amount: 2_000,
    })
  })
  afterAll(() => test.close())

  const at = (day: string) => test.platform.clock.set(Date.parse(`${day}T12:00:00Z`))
  const make = (input: DashboardInput, api = ana.api) =>
    api.post<Dashboard & Refusal>('/api/v1/dashboards', input)
  const cardsOf = (drafts: Draft[]) => drafts.map((draft) => ({ ...draft, id: randomUUID() }))
  const dataOf = async (id: string, api: Api, query: DashboardDataQuery = {}) =>
    (await api.post<DashboardData>(`/api/v1/dashboards/${id}/data`, query)).body
  /** What one card shows, or why it does not. */
  async function shown(draft: Draft, api: Api, filters = {}): Promise<CardFigures | string> {
    const [card] = cardsOf([draft])
    const input = { name: 'One', cards: card ? [card] : [], filters: { ...quarter, ...filters } }
    const { body: made } = await make({ ...input, sharing: 'everyone' }, ben.api)
    const { cards } = await dataOf(made.id, api)
    await ben.api.delete(`/api/v1/dashboards/${made.id}`)
    const [result] = cards
    return result?.state === 'shown' ? result.figures : (result?.sentence ?? '')
  }

  it.each<[string, Draft, object]>([
    ['won', { kind: 'won', settings: {} }, { value: 1_000, before: 400, note: '1 deal' }],
    ['won by count', { kind: 'won', settings: { measure: 'count' } }, { unit: 'count', value: 1 }],
    ['new deals', { kind: 'new_deals', settings: {} }, { value: 3, before: 1 }],
    ['win rate', { kind: 'win_rate', settings: {} }, { value: 0.5, before: 1, note: '1 of 2 deals' }],
    ['win rate by amount', { kind: 'win_rate', settings: { share: 'amount' } }, { value: 1_000 / 1_500 }],
    ['win rate of a cohort', { kind: 'win_rate', settings: { share: 'cohort' } }, { value: 1 / 3 }],
    ['sales cycle', { kind: 'sales_cycle', settings: {} }, { value: 10, before: 4, less_is_better: true }],
    ['average won', { kind: 'average_won', settings: {} }, { value: 1_000, before: 400 }],
    ['quota', { kind: 'quota', settings: {} }, { value: 1_000, target: 2_000 }],
    [
      'best sellers',
      { kind: 'top_owners', settings: {} },
      { rows: [{ name: 'Ana', values: [1_000, 1, 0.5, 2_000, 0.5] }, { name: 'Ben' }] },
    ],
    [
      'lost reasons',
      { kind: 'close_reasons', settings: {} },
      { rows: [{ name: 'Price', values: [1, 500] }] },
    ],
    [
      'forecast',
      { kind: 'forecast', settings: {} },
      { rows: [{ values: [1, 1_000] }, {}, {}, { values: [1, 300] }, { values: [null, 1_060] }] },
    ],
    ['deals at risk', { kind: 'deals_at_risk', settings: {} }, { rows: [{ values: [0, 0] }, {}, {}, {}] }],
    ['what changed', { kind: 'forecast_changes', settings: {} }, { shape: 'table' }],
  ])('work %s out as the reports do', async (_name, draft, expected) => {
    expect(await shown(draft, test.api)).toMatchObject(expected)
  })

  it('draw what is open, how far deals came, and what was won month by month', async () => {
    const open = await shown({ kind: 'open_pipeline', settings: { stage_measure: 'weighted' } }, test.api)
    expect(open).toMatchObject({ shape: 'funnel', steps: [{ name: 'Qualified', value: 60 }, {}, {}] })
    const came = await shown({ kind: 'conversion', settings: {} }, test.api)
    expect(came).toMatchObject({ steps: [{ value: 3 }, { value: 1 }, {}, { name: 'Won', value: 1 }] })
    const over = await shown({ kind: 'won_over_time', settings: {} }, test.api)
    if (typeof over === 'string' || over.shape !== 'series') throw new Error('A series was expected.')
    expect(over.points).toHaveLength(12)
    expect(over.points.filter(({ value }) => value > 0)).toEqual([
      { from: '2026-02-01', to: '2026-02-28', value: 400 },
      { from: '2026-05-01', to: '2026-05-31', value: 1_000 },
    ])
  })

  it('show everybody what they may see, and say in a sentence what is not for them', async () => {
    expect(await shown({ kind: 'won', settings: {} }, ana.api)).toMatchObject({ value: 1_000, before: 0 })
    expect(await shown({ kind: 'won', settings: {} }, ben.api)).toBe('Your role does not let you see deals.')
    expect(await shown({ kind: 'new_people', settings: {} }, ben.api)).toMatchObject({ total: 0 })
    expect(await shown({ kind: 'note', settings: { text: 'Look!' } }, ben.api)).toMatchObject({
      text: 'Look!',
    })
  })

  it('lead to the deals behind a number', async () => {
    const figures = await shown({ kind: 'won', settings: {} }, test.api)
    if (typeof figures === 'string' || figures.shape !== 'number' || figures.behind?.to !== 'deals')
      throw new Error('A way was expected.')
    const deals = await test.behind(figures.behind.query)
    expect(deals.map(({ name }) => name)).toEqual(['Won'])
  })

  it('count people, events and segments over the period', async () => {
    const { db, warehouse } = test.platform
    const segment = randomUUID()
    for (const [id, day] of [
      [randomUUID(), '2026-05-10'],
      [randomUUID(), '2026-01-10'],
    ])
      await sql`
        insert into people (id, first_seen, last_seen) values (${id}::uuid, ${day}::timestamptz, ${day}::timestamptz)`.execute(
        db,
      )
    await sql`insert into segments (id, name, kind) values (${segment}::uuid, 'Buyers', 'live')`.execute(db)
    await sql`
      insert into segment_days (segment_id, day, entries, exits, size)
      values (${segment}::uuid, '2026-01-01', 5, 0, 5), (${segment}::uuid, '2026-05-04', 2, 0, 7)`.execute(db)
    await warehouse.insert('events', [event('Signed Up', '2026-05-10'), event('Signed Up', '2026-01-10')])
    expect(await shown({ kind: 'new_people', settings: {} }, test.api)).toMatchObject({ total: 1, before: 1 })
    const signUps = await shown({ kind: 'event_over_time', settings: { event: 'Signed Up' } }, test.api)
    expect(signUps).toMatchObject({ total: 1, before: 1, counts: 'Signed Up' })
    expect(await shown({ kind: 'top_events', settings: {} }, test.api)).toMatchObject({
      rows: expect.arrayContaining([{ name: 'Signed Up', values: [1], behind: null }]),
    })
    const size = await shown({ kind: 'segment_size', settings: { segment } }, test.api)
    expect(size).toMatchObject({ total: 7, before: 5, behind: { to: 'segment', id: segment } })
  })

  it('are their owner’s, a team’s or everybody’s, and kept from whoever may not change them', async () => {
    const { body: made } = await make({ name: 'Mine' })
    expect(made).toMatchObject({ sharing: 'private', may_edit: true, version: 1, cards: [] })
    expect((await ben.api.get(`/api/v1/dashboards/${made.id}`)).status).toBe(404)
    const team = await test.api.post<Team>('/api/v1/teams', { name: 'North', members: [ana.id, ben.id] })
    const change = (body: object, api = ana.api) =>
      api.patch<Dashboard & Refusal>(`/api/v1/dashboards/${made.id}`, body)
    expect((await change({ sharing: 'team', team_id: team.body.id, version: 1 })).body.version).toBe(2)
    const seen = await ben.api.get<Dashboard>(`/api/v1/dashboards/${made.id}`)
    expect(seen.body).toMatchObject({ may_edit: false, team: { name: 'North' } })
    expect((await change({ name: 'Bens' }, ben.api)).status).toBe(403)
    expect((await change({ name: 'Late', version: 1 })).status).toBe(409)
    await ana.api.delete(`/api/v1/dashboards/${made.id}`)
    expect((await ben.api.get(`/api/v1/dashboards/${made.id}`)).status).toBe(404)
    expect((await ben.api.post(`/api/v1/dashboards/${made.id}/restoration`, {})).status).toBe(404)
    expect((await ana.api.post(`/api/v1/dashboards/${made.id}/restoration`, {})).status).toBe(200)
    expect((await make({ name: 'By a key' }, test.api)).status).toBe(403)
  })

  it('are refused with the field when a card could not be worked out', async () => {
    const id = randomUUID()
    const refused = async (card: object) =>
      (await ana.api.post<Refusal>('/api/v1/dashboards', { name: 'Odd', cards: [card] })).body.error
    expect((await refused({ id, kind: 'event_over_time', settings: {} })).message).toContain('event')
    expect((await refused({ id, kind: 'won', settings: { measure: 'weight' } })).message).toContain('measure')
    expect((await refused({ id, kind: 'pie', settings: {} })).code).toBe('validation_failed')
    expect((await refused({ id, kind: 'segment_size', settings: { segment: id } })).details).toMatchObject([
      { field: 'cards.0.settings.segment' },
    ])
    const pipeline = { filters: { ...quarter, pipeline: id }, name: 'Odd' }
    expect((await make(pipeline)).body.error.details).toMatchObject([{ field: 'filters.pipeline' }])
  })

  it('show the other cards when one fails', async () => {
    const { db } = test.platform
    const segment = randomUUID()
    await sql`insert into segments (id, name, kind) values (${segment}::uuid, 'Gone soon', 'live')`.execute(
      db,
    )
    const cards = cardsOf([
      { kind: 'segment_size', settings: { segment } },
      { kind: 'note', settings: { text: 'Still here' } },
    ])
    const { body: made } = await make({ name: 'Half', cards })
    await sql`delete from segments where id = ${segment}::uuid`.execute(db)
    // Only people who may see segments are told about them.
    const { cards: results } = await dataOf(made.id, ana.api)
    expect(results).toMatchObject([{ state: 'hidden' }, { state: 'shown' }])
    const again = await ana.api.patch<Dashboard>(`/api/v1/dashboards/${made.id}`, { cards, name: 'Kept' })
    expect(again.status).toBe(200)
    await ana.api.patch(`/api/v1/dashboards/${made.id}`, { sharing: 'everyone' })
    const { cards: failed } = await dataOf(made.id, test.api)
    expect(failed).toMatchObject([{ state: 'failed' }, { state: 'shown' }])
  })
})

function event(name: string, day: string): object {
  return {
    message_id: randomUUID(),
    source_id: randomUUID(),
    type: 'track',
    event: name,
    identifier_id: randomUUID(),
    other_ids: [],
    timestamp: `${day} 10:00:00.000`,
    received_at: `${day} 10:00:00.000`,
    properties: {},
    context: {},
  }
}
