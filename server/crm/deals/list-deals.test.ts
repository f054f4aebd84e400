import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dealSorts } from '../../../model/deal-lists.ts'
import type { Deal, DealInput } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

describe.each(engines)('the list of deals on the %s engine', (engine) => {
  let crm: TestCrm
  let ada: string
  let bob: string
  let acme: string
  let renewals: string

  beforeAll(async () => {
    crm = await openTestCrm(engine)
    ada = await crm.person('user_id:ada', 'email:ada@example.com')
    bob = await crm.person('anonymous_id:bob')
    acme = await crm.company('Acme Corporation')
    const stages = [{ name: 'Due', probability: 50 }]
    const other = await crm.api.post<{ id: string }>('/api/v1/pipelines', { name: 'Renewals', stages })
    renewals = other.body.id
    const deals: Partial<DealInput>[] = [
      { name: 'Zebra rugs', amount: 10.5, expected_close_on: '2030-03-01', person_id: ada },
      { name: 'apple crates', amount: 1000, person_id: ada, company_id: acme },
      { name: 'Mango 100%', amount: 10.5, expected_close_on: '2030-01-01', company_id: acme },
      { name: `🦓${'x'.repeat(290)}`, person_id: bob, stage_id: crm.stage('Won') },
      {
        name: 'mango_tree',
        amount: 0,
        expected_close_on: '2031-01-01',
        person_id: bob,
        pipeline_id: renewals,
      },
      { name: 'Äpfel', person_id: bob },
    ]
    for (const deal of deals) {
      crm.platform.clock.advance(1000)
      await crm.deal(deal)
    }
    const { id } = await crm.deal({ name: 'Deleted mango', amount: 1, person_id: ada, company_id: acme })
    await crm.api.delete(`/api/v1/deals/${id}`)
  })
  afterAll(() => crm.close())

  const list = async (query: string) => (await crm.api.get<Page<Deal>>(`/api/v1/deals?${query}`)).body
  const names = async (query: string) => (await list(query)).data.map(({ name }) => name.slice(0, 12).trim())

  it('shows what changed last on top', async () => {
    expect((await names('')).slice(0, 3)).toEqual(['Äpfel', 'mango_tree', `🦓${'x'.repeat(10)}`])
    expect(await list('')).toMatchObject({ next: null, data: expect.objectContaining({ length: 6 }) })
  })

  it.each([
    ['amount', ['mango_tree', 'Mango 100%', 'Zebra rugs', 'apple crates']],
    ['-amount', ['apple crates', 'Mango 100%', 'Zebra rugs', 'mango_tree']],
    ['expected_close_on', ['Mango 100%', 'Zebra rugs', 'mango_tree']],
    ['-expected_close_on', ['mango_tree', 'Zebra rugs', 'Mango 100%']],
  ])('sorted by %s has those without a value last', async (sort, first) => {
    const found = await names(`sort=${sort}`)
    const same = (name: string) =>
      sort.endsWith('amount') && ['Mango 100%', 'Zebra rugs'].includes(name) ? '10.50' : name
    expect(found.slice(0, first.length).map(same)).toEqual(first.map(same))
  })

  it('sorted by name does not mind capitals', async () => {
    const plain = (await names('sort=name')).filter((name) => /^[a-z]/i.test(name))
    expect(plain).toEqual(['apple crates', 'Mango 100%', 'mango_tree', 'Zebra rugs'])
  })

  it.each(dealSorts)('sorted by %s gives every deal once, however small the pages', async (sort) => {
    const all = (await list(`sort=${sort}`)).data
    const paged: Deal[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<Deal> = await list(`sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`)
      expect(page.data).toHaveLength(1)
      paged.push(...page.data)
      cursor = page.next
    }
    expect(paged).toEqual(all)
    expect(paged).toHaveLength(6)
  })

  it('keeps to a pipeline, a stage, a company', async () => {
    expect(await names(`pipeline=${renewals}`)).toEqual(['mango_tree'])
    expect(await names(`stage=${crm.stage('Won')}`)).toHaveLength(1)
    expect(await names(`company=${acme}`)).toEqual(['Mango 100%', 'apple crates'])
    expect(await names(`company=${acme}&pipeline=${renewals}`)).toEqual([])
    expect(await names(`company=${randomUUID()}`)).toEqual([])
  })

  it('keeps to the person of today, by any id that the person ever had', async () => {
    const cara = await crm.person('user_id:cara')
    const { id } = await crm.deal({ name: 'For Cara', person_id: cara })
    expect(await names(`person=${cara}`)).toEqual(['For Cara'])
    await sql`update identifiers set person_id = ${ada} where id = ${cara}`.execute(crm.platform.db)
    const merged = ['For Cara', 'apple crates', 'Zebra rugs']
    expect(await names(`person=${ada}`)).toEqual(merged)
    expect(await names(`person=${cara}`)).toEqual(merged)
    expect(await names(`person=${randomUUID()}`)).toEqual([])
    await crm.api.delete(`/api/v1/deals/${id}`)
  })

  it('finds every word in the name or in the company, and takes wildcards literally', async () => {
    expect(await names('search=MANGO')).toEqual(['mango_tree', 'Mango 100%'])
    expect(await names('search=acme')).toEqual(['Mango 100%', 'apple crates'])
    expect(await names('search=acme+mango')).toEqual(['Mango 100%'])
    expect(await names('search=%25')).toEqual(['Mango 100%'])
    expect(await names('search=o_t')).toEqual(['mango_tree'])
    expect(await names('search=%C3%A4pf')).toEqual(['Äpfel'])
    expect(await names('search=nothing')).toEqual([])
  })

  it('finds a word that very many deals have just the same', async () => {
    await sql`
      insert into deals (name, pipeline_id, stage_id, currency, company_id)
      select 'Bulk ' || n, ${crm.sales.id}, ${crm.stage('Lost')}, 'EUR', ${acme}
      from generate_series(10001, 12100) n`.execute(crm.platform.db)
    expect(await names('search=bulk&sort=name&limit=2')).toEqual(['Bulk 10001', 'Bulk 10002'])
    expect(await names('search=acme+bulk&sort=-name&limit=1')).toEqual(['Bulk 12100'])
    await sql`delete from deals where name like 'Bulk %'`.execute(crm.platform.db)
  })

  it.each([
    'sort=rank',
    'limit=0',
    'limit=1001',
    'person=ada',
    'search=a%00b',
    'cursor=nonsense',
    `sort=amount&cursor=${cursorOf('ten', randomUUID())}`,
    `sort=name&cursor=${cursorOf('a', 'b')}`,
    `cursor=${cursorOf('2030-13-01T00:00:00Z', randomUUID())}`,
  ])('refuses %s', async (query) => {
    expect((await crm.api.get(`/api/v1/deals?${query}`)).status).toBe(400)
  })
})

function cursorOf(...values: unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}
