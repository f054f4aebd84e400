import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GroupSearch, RecordGroups, RecordRow, RecordSearch } from '../../../model/view.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

describe.each(engines)('lists by several orders and in groups on the %s engine', (engine) => {
  let crm: TestCrm
  beforeAll(async () => {
    crm = await openTestCrm(engine)
    await crm.api.post('/api/v1/objects/deal/fields', { label: 'Seats', type: 'number' })
    await crm.api.post('/api/v1/objects/deal/fields', { label: 'Vip', type: 'boolean' })
    const acme = await crm.company('Acme')
    const deals = [
      { name: 'a', amount: 10, seats: 1, vip: true },
      { name: 'b', amount: 10, seats: 2 },
      { name: 'c', amount: 20, vip: true },
      { name: 'd', amount: 20, seats: 4 },
      { name: 'e', seats: 5 },
      { name: 'f' },
    ]
    for (const { seats, vip, ...deal } of deals) {
      const { id } = await crm.deal({ ...deal, company_id: acme })
      await crm.api.patch(`/api/v1/deals/${id}/fields`, { values: { seats, vip } })
    }
  })
  afterAll(() => crm.close())

  async function walk(sort: string): Promise<string> {
    let [names, cursor] = ['', undefined as string | undefined]
    for (;;) {
      const question: RecordSearch = { sort, limit: 1, ...(cursor && { cursor }) }
      const { body } = await crm.api.post<{ data: RecordRow[]; next: string | null }>(
        '/api/v1/deals/search',
        question,
      )
      names += body.data.map(({ name }) => name).join('')
      if (body.next === null) return names
      cursor = body.next
    }
  }
  const groups = async (question: GroupSearch) =>
    (await crm.api.post<RecordGroups>('/api/v1/deals/search/groups', question)).body

  it.each([
    ['amount,name', 'abcdef'],
    ['amount,-name', 'badcfe'],
    ['-amount,seats,name', 'dcabef'],
    ['seats,name', 'abdecf'],
    ['-seats,-name', 'edbafc'],
    ['vip,-seats', 'dbefac'],
  ])('are in order of %s, page by page', async (sort, expected) => {
    // Of records without a value of the first order, those with one of the second come first.
    const sorted = sort === 'vip,-seats' ? await walk('vip,-seats,name') : await walk(sort)
    expect(sorted).toBe(sort === 'vip,-seats' ? 'acedbf' : expected)
  })

  it('count and add up, as a whole and group by group', async () => {
    const all = await groups({ totals: ['amount', 'seats'] })
    expect(all).toMatchObject({ count: 6, groups: [], more: false })
    expect(all.totals).toMatchObject([
      { field: 'amount', sum: 60 },
      { field: 'seats', currency: null, sum: 12 },
    ])
    const { groups: byVip } = await groups({ group: 'vip', totals: ['seats'] })
    expect(byVip).toMatchObject([
      { value: null, count: 4, totals: [{ sum: 11 }] },
      { value: true, count: 2, totals: [{ sum: 1 }] },
    ])
    const { groups: byStage } = await groups({ group: 'stage_id' })
    expect(byStage).toMatchObject([{ value: crm.stage('Qualified'), label: 'Qualified', count: 6 }])
  })

  it.each([{ group: 'amount' }, { group: 'person_id' }, { totals: ['name'] }, { group: 'height' }])(
    'refuse %j',
    async (question) => {
      const { status } = await crm.api.post('/api/v1/deals/search/groups', question)
      expect(status).toBe(400)
    },
  )

  it('find people by company, segment, trait and owner', async () => {
    const ada = await crm.person('user_id:ada')
    const where = (field: string, operator: 'is' | 'is_not' | 'not_set', value?: string) =>
      crm.api.post<{ data: RecordRow[] }>('/api/v1/people/search', {
        filter: { match: 'all', conditions: [{ field, operator, ...(value && { value }) }] },
      })
    expect((await where('company_id', 'not_set')).body.data.map(({ id }) => id)).toEqual([ada])
    expect((await where('company_id', 'is', ada)).body.data).toEqual([])
    expect((await where('segment_id', 'is_not', ada)).body.data).toHaveLength(1)
    expect((await where('traits.plan', 'is', 'pro')).body.data).toEqual([])
    expect((await where('owner_id', 'not_set')).body.data).toHaveLength(1)
  })
})
