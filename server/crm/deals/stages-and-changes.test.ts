import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Activity } from '../../../model/activity.ts'
import type { Deal, DealChangesAnswer, TimeInStage } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import { isRotting } from '../../../model/rotting.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

const HOUR_S = 3600
const DAY_S = 24 * HOUR_S
const MONDAY = Date.parse('2026-03-02T09:00:00Z')

describe.each(engines)('time and changes of a deal on the %s engine', (engine) => {
  let crm: TestCrm
  let acme: string

  beforeAll(async () => {
    crm = await openTestCrm(engine)
    acme = await crm.company('Acme')
  })
  beforeEach(() => crm.platform.clock.set(MONDAY))
  afterAll(() => crm.close())

  const pass = (seconds: number) => crm.platform.clock.advance(seconds * 1000)
  const get = async (id: string) => (await crm.api.get<Deal>(`/api/v1/deals/${id}`)).body

  it('adds up all stays in a stage, and tells the last one', async () => {
    const { id } = await crm.deal({ company_id: acme })
    const go = async (name: string, afterSeconds: number) => {
      pass(afterSeconds)
      await crm.change(id, { stage_id: crm.stage(name) })
    }
    await go('Proposal', 2 * DAY_S)
    await go('Qualified', HOUR_S)
    await go('Proposal', 3 * HOUR_S)
    await go('Won', 5 * DAY_S)
    pass(90)
    const { body } = await crm.api.get<Page<TimeInStage>>(`/api/v1/deals/${id}/time-in-stages`)
    expect(
      body.data.map((one) => [
        one.stage_name,
        one.stays,
        one.cumulative_seconds,
        one.latest_seconds,
        one.is_current,
      ]),
    ).toEqual([
      ['Qualified', 2, 2 * DAY_S + 3 * HOUR_S, 3 * HOUR_S, false],
      ['Proposal', 2, HOUR_S + 5 * DAY_S, 5 * DAY_S, false],
      ['Won', 1, 90, 90, true],
    ])
  })

  it('rots when it is quiet for longer than its stage allows, unless something is planned', async () => {
    const { id, stage_id } = await crm.deal({ company_id: acme })
    const stage = { kind: 'open', rotting_days: 7 } as const
    const rots = async () => isRotting(await get(id), stage, crm.platform.clock.now())
    pass(7 * DAY_S)
    expect(await rots()).toBe(false)
    pass(1)
    expect(await rots()).toBe(true)
    const plan = { kind: 'call', subject: 'Ask', due_on: '2026-03-11', deal_ids: [id] }
    const { body: planned } = await crm.api.post<Activity>('/api/v1/activities', plan)
    expect((await get(id)).next_activity).toEqual({
      id: planned.id,
      kind: 'call',
      subject: 'Ask',
      due_at: null,
      due_on: '2026-03-11',
    })
    expect(await rots()).toBe(false)
    pass(3 * DAY_S)
    expect(await rots()).toBe(true)
    await crm.api.patch(`/api/v1/activities/${planned.id}`, { done: true })
    expect(await get(id)).toMatchObject({ stage_id, version: 1, next_activity: null })
    expect(await rots()).toBe(false)
    pass(7 * DAY_S + 1)
    expect(await rots()).toBe(true)
    expect(isRotting(await get(id), { ...stage, rotting_days: null }, crm.platform.clock.now())).toBe(false)
    expect(isRotting(await get(id), { ...stage, kind: 'won' }, crm.platform.clock.now())).toBe(false)
  })

  it('tells who is refused because of somebody else what that one changed, when and by whom', async () => {
    const { id, version } = await crm.deal({ company_id: acme, amount: 10 })
    pass(60)
    await crm.change(id, { amount: 20, stage_id: crm.stage('Proposal') })
    const { status, body } = await crm.api.patch(`/api/v1/deals/${id}`, { amount: 30, version })
    expect(status).toBe(409)
    const change = { by: expect.any(String), at: new Date(MONDAY + 60_000).toISOString() }
    expect(body).toMatchObject({
      error: {
        code: 'conflict',
        details: {
          version: 2,
          changes: [
            { ...change, field: 'amount', from: 10, to: 20 },
            { ...change, field: 'stage_id', from: 'Qualified', to: 'Proposal' },
          ],
        },
      },
    })
  })

  it('lets one of two who change the same version at once through', async () => {
    const { id, version } = await crm.deal({ company_id: acme })
    const answers = await Promise.all(
      [1, 2].map((amount) => crm.api.patch(`/api/v1/deals/${id}`, { amount, version })),
    )
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409])
  })

  it('moves many at once, each by itself', async () => {
    const deals = [await crm.deal({ company_id: acme }), await crm.deal({ company_id: acme })]
    const missing = '550e8400-e29b-41d4-a716-446655440000'
    const { body } = await crm.api.post<DealChangesAnswer>('/api/v1/deals/changes', {
      changes: [...deals.map(({ id }) => id), missing].map((id) => ({
        id,
        change: { stage_id: crm.stage('Negotiation') },
      })),
    })
    expect(body.changed.map(({ stage_id }) => stage_id)).toEqual(deals.map(() => crm.stage('Negotiation')))
    expect(body.refused).toMatchObject([{ id: missing, code: 'not_found' }])
  })

  it('is found by the days between which it is expected to close', async () => {
    for (const day of ['2031-01-31', '2031-02-01', '2031-02-28', '2031-03-01'])
      await crm.deal({ company_id: acme, name: day, expected_close_on: day })
    const { body } = await crm.api.get<Page<Deal>>(
      '/api/v1/deals?close_from=2031-02-01&close_to=2031-02-28&sort=expected_close_on',
    )
    expect(body.data.map(({ name }) => name)).toEqual(['2031-02-01', '2031-02-28'])
  })
})
