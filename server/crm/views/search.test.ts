import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Field, FieldInput } from '../../../model/field.ts'
import type { JsonObject } from '../../../model/json.ts'
import { everyAction } from '../../../model/rights.ts'
import type { RecordFilter, RecordRow, RecordSearch } from '../../../model/view.ts'
import { engines } from '../../platform/testing/index.ts'
import { indexWaiting } from '../fields/index-fields.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

type List = { data: RecordRow[]; next: string | null }
type Refusal = { error: { code: string; message: string } }
const ALL: RecordFilter['match'] = 'all'

describe.each(engines)('searching records on the %s engine', (engine) => {
  let crm: TestCrm
  let ada: string
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    crm = await openTestCrm(engine)
    ada = await crm.person('anonymous_id:a1', 'email:ada@example.com')
    const options = ['Red', 'Green', 'Blue'].map((label) => ({ key: label.toLowerCase(), label }))
    const fields: FieldInput[] = [
      { label: 'Motto', type: 'text' },
      { label: 'Seats', type: 'number' },
      { label: 'Since', type: 'date' },
      { label: 'Called', type: 'datetime' },
      { label: 'Vip', type: 'boolean' },
      { label: 'Colours', type: 'multi_select', settings: { options } },
      { label: 'Boss', type: 'relation', settings: { target: 'person' } },
    ]
    for (const field of fields) await crm.api.post('/api/v1/objects/company/fields', field)
    const companies: Record<string, JsonObject> = {
      alpha: {
        motto: 'Ever onwards',
        seats: 5,
        since: '2020-01-31',
        vip: true,
        colours: ['red', 'blue'],
        boss: ada,
      },
      beta: { motto: 'onwards', seats: 50, since: '2024-06-30', vip: false, colours: ['green'] },
      gamma: { motto: '100%', seats: 12.5, called: '2026-03-01T10:00:00Z' },
      delta: {},
    }
    for (const [name, values] of Object.entries(companies)) {
      ids[name] = await crm.company(name)
      await crm.api.patch(`/api/v1/companies/${ids[name]}/fields`, { values })
    }
  })
  afterAll(() => crm.close())

  const search = (question: RecordSearch, path = 'companies') =>
    crm.api.post<List & Refusal>(`/api/v1/${path}/search`, question)
  async function names(question: RecordSearch, path?: string): Promise<(string | null)[]> {
    const { status, body } = await search(question, path)
    expect({ status, body }).toMatchObject({ status: 200 })
    return body.data.map(({ name }) => name)
  }
  const where = (
    field: string,
    operator: 'is',
    value?: string | number | boolean | string[],
  ): RecordSearch => ({
    filter: { match: ALL, conditions: [{ field, operator, ...(value !== undefined && { value }) }] },
    sort: 'name',
  })

  it.each([
    ['motto', 'is', 'ONWARDS', ['beta']],
    ['motto', 'is_not', 'onwards', ['alpha', 'delta', 'gamma']],
    ['motto', 'contains', 'onward', ['alpha', 'beta']],
    ['motto', 'contains', '0%', ['gamma']],
    ['motto', 'not_contains', 'onward', ['delta', 'gamma']],
    ['motto', 'starts_with', 'ever', ['alpha']],
    ['motto', 'set', undefined, ['alpha', 'beta', 'gamma']],
    ['motto', 'not_set', undefined, ['delta']],
    ['seats', 'is', 12.5, ['gamma']],
    ['seats', 'greater', 5, ['beta', 'gamma']],
    ['seats', 'at_least', '5', ['alpha', 'beta', 'gamma']],
    ['seats', 'less', 12.5, ['alpha']],
    ['since', 'is', '2020-01-31', ['alpha']],
    ['since', 'before', '2024-06-30', ['alpha']],
    ['since', 'after', '2020-01-31', ['beta']],
    ['called', 'is', '2026-03-01', ['gamma']],
    ['called', 'after', '2026-03-01', []],
    ['called', 'before', '2026-03-01T10:00:01Z', ['gamma']],
    ['vip', 'is', true, ['alpha']],
    ['vip', 'is_not', true, ['beta', 'delta', 'gamma']],
    ['colours', 'is', ['green', 'blue'], ['alpha', 'beta']],
    ['colours', 'is_not', 'red', ['beta', 'delta', 'gamma']],
    ['name', 'starts_with', 'ga', ['gamma']],
    ['last_seen', 'after', '2000-01-01', ['alpha', 'beta', 'delta', 'gamma']],
  ] as const)('finds by %s %s %j', async (field, operator, value, expected) => {
    const one = where(field, operator as 'is', typeof value === 'object' ? [...value] : value)
    expect(await names(one)).toEqual(expected)
  })

  it('joins conditions by all, any and none, as deep as need be', async () => {
    const filter: RecordFilter = {
      match: 'any',
      conditions: [
        {
          match: 'all',
          conditions: [
            { field: 'seats', operator: 'less', value: 20 },
            { field: 'vip', operator: 'is', value: true },
          ],
        },
        {
          match: 'none',
          conditions: [
            { field: 'motto', operator: 'set' },
            { field: 'seats', operator: 'set' },
          ],
        },
      ],
    }
    expect(await names({ filter, sort: 'name' })).toEqual(['alpha', 'delta'])
  })

  it('finds a relation by any identifier of the person', async () => {
    const { rows } = await sql<{ id: string }>`select id from identifiers where type = 'email'`.execute(
      crm.platform.db,
    )
    expect(await names(where('boss', 'is', rows[0]?.id))).toEqual(['alpha'])
    expect(await names(where('boss', 'is_not' as 'is', ada))).toEqual(['beta', 'delta', 'gamma'])
  })

  it.each([
    ['seats', ['alpha', 'gamma', 'beta', 'delta']],
    ['-seats', ['beta', 'gamma', 'alpha', 'delta']],
    ['-since', ['beta', 'alpha']],
    ['-name', ['gamma', 'delta', 'beta', 'alpha']],
  ])('sorts by %s, page by page, what is empty last', async (sort, expected) => {
    const found: (string | null)[] = []
    for (let cursor: string | undefined; ;) {
      const { body } = await search({ sort, limit: 1, ...(cursor && { cursor }) })
      found.push(...body.data.map(({ name }) => name))
      if (body.next === null) break
      cursor = body.next
    }
    expect(found.slice(0, expected.length)).toEqual(expected)
    expect(new Set(found).size).toBe(4)
  })

  it('gives the columns asked for, with the names of what they mention', async () => {
    const { body } = await search({ ...where('name', 'is', 'alpha'), columns: ['boss', 'seats'] })
    expect(body.data[0]).toMatchObject({
      id: ids.alpha,
      fields: { boss: ada, seats: 5 },
      labels: { [ada]: 'anonymous_id:a1' },
    })
    expect(Object.keys(body.data[0]?.fields ?? {}).sort((a, b) => a.localeCompare(b))).toEqual([
      'boss',
      'seats',
    ])
  })

  it('counts what a filter means', async () => {
    const { body } = await crm.api.post('/api/v1/companies/search/count', {
      filter: where('motto', 'set' as 'is').filter,
    })
    expect(body).toEqual({ count: 3, more: false })
  })

  it('makes an index for a field that is filtered by, and finds the same with it', async () => {
    const { body } = await crm.api.get<{ data: Field[] }>('/api/v1/objects/company/fields')
    expect(body.data.find(({ key }) => key === 'motto')).toMatchObject({
      indexed: true,
      index_state: 'waiting',
    })
    await indexWaiting(crm.platform)
    const after = await crm.api.get<{ data: Field[] }>('/api/v1/objects/company/fields')
    expect(after.body.data.find(({ key }) => key === 'motto')?.index_state).toBe('ready')
    expect(await names(where('motto', 'is', 'onwards'))).toEqual(['beta'])
    expect(await names(where('colours', 'is', 'red'))).toEqual(['alpha'])
  })

  it.each([
    [where('height', 'is', 1), 'There is no field called height.'],
    [where('seats', 'contains' as 'is', '5'), 'Seats cannot be compared by "contains".'],
    [where('seats', 'is', 'many'), 'Seats is compared with a number.'],
    [where('last_seen', 'after' as 'is', 'soon'), 'Last seen is compared with a day'],
    [where('boss', 'is', 'Ada'), 'Boss is compared with ids of records.'],
    [{ sort: 'colours' }, 'Records are not sorted by Colours.'],
    [{ sort: 'height' }, 'There is no field called height.'],
  ])('says what is wrong with %j', async (question, sentence) => {
    const { status, body } = await search(question)
    expect(status).toBe(400)
    expect(body.error.message).toContain(sentence)
  })

  it('searches deals and people in the same way', async () => {
    const company = ids.alpha ?? ''
    await crm.deal({ name: 'Small', amount: 10, company_id: company })
    await crm.deal({ name: 'Large', amount: 1000, person_id: ada, company_id: company })
    await crm.deal({ name: 'Open', company_id: company })
    const deals = (question: RecordSearch) => names(question, 'deals')
    expect(await deals({ sort: '-amount' })).toEqual(['Large', 'Small', 'Open'])
    expect(await deals({ ...where('amount', 'greater' as 'is', 100) })).toEqual(['Large'])
    expect(await deals({ ...where('stage_id', 'is', crm.stage('Qualified')) })).toEqual([
      'Large',
      'Open',
      'Small',
    ])
    expect(await deals({ ...where('person_id', 'is', ada) })).toEqual(['Large'])
    expect(await deals({ search: 'sma' })).toEqual(['Small'])
    expect(await names({ ...where('name', 'contains' as 'is', 'a1') }, 'people')).toEqual(['anonymous_id:a1'])
    const { body } = await search({ search: 'large' }, 'deals')
    expect(body.data[0]?.labels).toMatchObject({ [company]: 'alpha', [ada]: 'anonymous_id:a1' })
  })

  it('gives traits of people and companies as columns, in lists and files, and only to who may see them', async () => {
    const { db } = crm.platform
    const traits = '{"plan": "gold", "seats": 7, "address": {"city": "Paris"}}'
    await sql`update people set traits = traits || ${traits}::jsonb where id = ${ada}::uuid`.execute(db)
    await sql`update companies set traits = traits || ${traits}::jsonb where id = ${ids['alpha']}::uuid`.execute(
      db,
    )
    const columns = ['name', 'traits.plan', 'traits.seats', 'traits.address', 'traits.none']
    const plan = { field: 'traits.plan', operator: 'is' as const, value: 'Gold' }
    const asked = { filter: { match: ALL, conditions: [plan] }, columns }
    for (const path of ['people', 'companies']) {
      expect((await search(asked, path)).body.data).toMatchObject([
        { fields: { 'traits.plan': 'gold', 'traits.seats': 7, 'traits.address': { city: 'Paris' } } },
      ])
      const url = `/api/v1/${path}/export`
      const file = (await crm.api.post(url, { ...asked, format: 'csv' })).bytes
        .toString()
        .trim()
        .split('\r\n')
      expect(file[0]).toContain('plan,seats,address,none,ID')
      expect(file[1]).toContain('gold,7,"{""city"":""Paris""}",')
    }
    expect((await search({ sort: 'traits.plan' }, 'people')).status).toBe(400)
    expect((await search({ columns: ['traits.plan'] }, 'deals')).status).toBe(200)
    const hidden = { people: { 'traits.plan': 'hidden' }, companies: { 'traits.plan': 'hidden' } }
    const role = { name: 'blind', rights: { '*': everyAction('all') }, fields: hidden }
    const { body } = await crm.api.post<{ id: string }>('/api/v1/roles', role)
    const user = { name: 'B', email: 'b@example.com', password: 'correct horse battery', roles: [body.id] }
    await crm.api.post('/api/v1/users', user)
    const blind = await crm.signIn(user.email)
    for (const path of ['people', 'companies']) {
      const seen = await blind.post<List>(`/api/v1/${path}/search`, { columns })
      expect(seen.body.data.some(({ fields }) => 'traits.seats' in fields)).toBe(true)
      expect(seen.body.data.some(({ fields }) => 'traits.plan' in fields)).toBe(false)
      expect((await blind.post(`/api/v1/${path}/search`, asked)).status).toBe(403)
    }
    const view = {
      name: 'Plans',
      sharing: 'private',
      config: { columns: [{ key: 'traits.plan', width: 90 }] },
    }
    expect((await blind.post('/api/v1/objects/person/views', view)).status).toBe(201)
  })
})
