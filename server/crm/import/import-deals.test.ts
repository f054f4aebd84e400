import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Deal, DealMove } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import { engines } from '../../platform/testing/index.ts'
import { importDeals, type ImportedDeal } from '../index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

const MAY = new Date('2020-05-01T10:00:00.123Z')
const JUNE = new Date('2020-06-01T10:00:00.000Z')

describe.each(engines)('importing deals on the %s engine', (engine) => {
  let crm: TestCrm
  let ada: string
  let acme: string

  beforeAll(async () => {
    crm = await openTestCrm(engine)
    ada = await crm.person('anonymous_id:d1', 'user_id:ada')
    acme = await crm.company('Acme')
  })
  beforeEach(async () => {
    await sql`delete from deals`.execute(crm.platform.db)
    await crm.told()
  })
  afterAll(() => crm.close())

  const imported = (over: Partial<ImportedDeal> = {}): ImportedDeal => ({
    id: randomUUID(),
    name: 'Old deal',
    amount: 99.5,
    personId: null,
    companyId: acme,
    ownerName: 'Moses Frase',
    expectedCloseOn: null,
    stages: [
      { name: 'Qualified', at: MAY },
      { name: 'Won', at: JUNE },
    ],
    ...over,
  })
  const get = async (id: string) => (await crm.api.get<Deal>(`/api/v1/deals/${id}`)).body

  it('keeps its dates, its owner and its way through the stages', async () => {
    const deal = imported({ personId: ada, currency: 'USD', expectedCloseOn: '2020-07-01' })
    expect(await importDeals(crm.platform, [deal])).toBe(1)
    expect(await get(deal.id)).toMatchObject({
      name: 'Old deal',
      stage_id: crm.stage('Won'),
      amount: 99.5,
      currency: 'USD',
      person: { id: ada },
      company: { id: acme },
      owner: { id: null, name: 'Moses Frase' },
      expected_close_on: '2020-07-01',
      created_at: MAY.toISOString(),
      entered_stage_at: JUNE.toISOString(),
      closed_at: JUNE.toISOString(),
      updated_at: JUNE.toISOString(),
    })
    const { body } = await crm.api.get<Page<DealMove>>(`/api/v1/deals/${deal.id}/history`)
    expect(body.data).toMatchObject([
      {
        from_stage_id: crm.stage('Qualified'),
        to_stage_id: crm.stage('Won'),
        at: JUNE.toISOString(),
        actor_name: 'Moses Frase',
      },
      { from_stage_id: null, to_stage_id: crm.stage('Qualified'), at: MAY.toISOString() },
    ])
  })

  it('puts each step on the timelines when it happened, under the strongest identifier', async () => {
    const deal = imported({ personId: ada })
    await importDeals(crm.platform, [deal])
    const { rows } = await sql<{ id: string }>`select id from identifiers where value = 'ada'`.execute(
      crm.platform.db,
    )
    const about = {
      deal_id: deal.id,
      deal_name: 'Old deal',
      amount: 99.5,
      currency: 'EUR',
      pipeline: 'Sales',
    }
    const who = { type: 'track', personRef: rows[0]?.id, companyRef: acme }
    expect((await crm.told()).map(({ payload }) => payload)).toEqual([
      {
        ...who,
        event: 'Deal Created',
        at: MAY.toISOString(),
        properties: { ...about, to_stage: 'Qualified' },
      },
      {
        ...who,
        event: 'Deal Stage Changed',
        at: JUNE.toISOString(),
        properties: { ...about, from_stage: 'Qualified', to_stage: 'Won' },
      },
    ])
  })

  it('twice brings in once', async () => {
    const [first, second] = [imported(), imported()]
    expect(await importDeals(crm.platform, [first])).toBe(1)
    await crm.told()
    expect(await importDeals(crm.platform, [{ ...first, name: 'Other name' }, second])).toBe(1)
    expect((await get(first.id)).name).toBe('Old deal')
    expect((await crm.told()).map(({ payload }) => payload['properties'])).toMatchObject([
      { deal_id: second.id },
      { deal_id: second.id },
    ])
    expect(await importDeals(crm.platform, [first, second])).toBe(0)
    expect(await importDeals(crm.platform, [])).toBe(0)
  })

  it('stands below what is on the board, the newest above the others', async () => {
    await crm.deal({ name: 'here', person_id: ada })
    const names = ['older', 'newer']
    const deals = names.map((name, place) =>
      imported({ name, stages: [{ name: 'Qualified', at: new Date(place) }] }),
    )
    await importDeals(crm.platform, deals)
    expect(await crm.column('Qualified')).toEqual(['here', 'newer', 'older'])
  })

  it.each([
    ['personId', { personId: randomUUID() }],
    ['companyId', { companyId: randomUUID() }],
    ['personId', { personId: null, companyId: null }],
    ['pipeline', { pipeline: 'Unheard of' }],
    ['stages', { stages: [{ name: 'Unheard of', at: MAY }] }],
    ['stages', { stages: [] }],
  ])('names a %s that cannot be, and brings in none', async (field, over) => {
    const good = imported()
    await expect(importDeals(crm.platform, [good, imported(over)])).rejects.toMatchObject({
      code: 'validation_failed',
      details: [{ field }],
    })
    expect((await crm.api.get(`/api/v1/deals/${good.id}`)).status).toBe(404)
  })

  it('brings in thousands at once', async () => {
    const deals = Array.from({ length: 3000 }, (_, place) => imported({ name: `Deal ${place}` }))
    expect(await importDeals(crm.platform, deals)).toBe(3000)
    expect(await crm.told()).toHaveLength(6000)
  })
})
