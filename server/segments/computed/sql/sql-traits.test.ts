import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ComputedExplanation, ComputedPreview, ComputedTrait } from '../../../../model/computed-trait.ts'
import { engines } from '../../../platform/testing/index.ts'
import { workOut } from '../../jobs.ts'
import { openTestSegments, type TestSegments } from '../../open-test-segments.ts'
import { attacks } from './attacks.ts'

const HOUR_MS = 3_600_000
const PATH = '/api/v1/computed-traits'
type Refusal = { error: { code: string; message: string; details: { field: string }[] } }

describe.each(engines)('traits in SQL on the %s engine', (engine) => {
  let test: TestSegments
  beforeAll(async () => {
    test = await openTestSegments(engine)
  })
  afterAll(() => test.close())

  const own = (name: string) => `${name}-${engine}`
  const user = (name: string) => `user_id:${own(name)}`
  const define = (query: string) => ({ kind: 'sql', query })
  const preview = (query: string) =>
    test.api.post<ComputedPreview & Refusal>(`${PATH}/preview`, { definition: define(query) })
  const valueOf = async (name: string, trait: string) => {
    const { rows } = await sql<{ value: unknown }>`
      select p.traits -> ${trait} as value from identifiers i join people p on p.id = i.person_id
      where i.id = ${test.idOf(user(name))}::uuid`.execute(test.platform.db)
    return rows[0]?.value ?? null
  }
  const spent = `
    -- The last plan, and what was spent.
    with spent as (
      select person_id, sum(toFloat64OrZero(toString(properties.value))) as total from kith_events
      where event = '${own('Bought')}' group by person_id
    )
    select person_id, round(s.total) as value from kith_people as p inner join spent as s using (person_id)`

  it('are worked out over everybody, asked again by the clock, and keep what was before', async () => {
    const bought = (who: string, value: number) => ({
      who: user(who),
      event: own('Bought'),
      properties: { value },
    })
    await test.act(bought('ada', 10), bought('ada', 5.4), bought('bob', 3), { who: user('cleo'), traits: {} })
    await test.catchUp()
    const shown = await preview(spent)
    expect(shown.body).toMatchObject({ people: 2 })
    expect(new Set(shown.body.sample.map(({ value }) => value))).toEqual(new Set([15, 3]))
    const name = own('spent')
    const { body: made } = await test.api.post<ComputedTrait>(PATH, { name, definition: define(spent) })
    await workOut(test.platform)
    expect([await valueOf('ada', name), await valueOf('bob', name), await valueOf('cleo', name)]).toEqual([
      15,
      3,
      null,
    ])
    await test.act(bought('ada', 100), bought('cleo', 1))
    await test.catchUp()
    await workOut(test.platform)
    expect(await valueOf('ada', name)).toBe(15)
    test.platform.clock.advance(HOUR_MS + 1)
    await workOut(test.platform)
    expect([await valueOf('ada', name), await valueOf('cleo', name)]).toEqual([115, 1])
    const { body } = await test.api.get<ComputedExplanation>(
      `${PATH}/${made.id}/people/${test.idOf(user('ada'))}`,
    )
    expect(body).toMatchObject({ value: 115, history: [{ value: 15 }] })
  })

  it('never give anything of people who are no more', async () => {
    await test.act({ who: user('gone'), event: own('Left'), traits: { plan: 'x' } })
    const query = `select person_id, count() as value from kith_events where event = '${own('Left')}' group by person_id`
    expect((await preview(query)).body.people).toBe(1)
    const id = test.idOf(user('gone'))
    await test.platform.warehouse.insert('people', [
      { person_id: id, traits: {}, first_seen: 0, last_seen: 0, version: 9_000_000_000_000_000, deleted: 1 },
    ])
    expect((await preview(query)).body.people).toBe(0)
    const constant = await preview(`select toUUID('${id}') as person_id, 1 as value`)
    expect(constant.body).toMatchObject({ people: 0, sample: [] })
  })

  it('say in words what is wrong, in which line, before anything is saved', async () => {
    const problems = {
      'select person_id,\n2 as value frm kith_people': 'line 2',
      'select person_id, plan as value from kith_people': 'plan',
      'select person_id from kith_people': 'two columns',
      'select p.person_id as person_id, 1 as value from kith_people p, kith_people q': 'more than one row',
      'select person_id, 1 as value from kith_peple': 'kith_peple',
    }
    for (const [query, words] of Object.entries(problems)) {
      const { status, body } = await preview(query)
      expect([query, status, body.error?.message]).toEqual([query, 400, expect.stringContaining(words)])
      expect(body.error.details[0]?.field).toBe('definition.query')
    }
  })
})

describe('what a trait in SQL may do', () => {
  let test: TestSegments
  beforeAll(async () => {
    test = await openTestSegments('embedded')
    await test.act({ who: 'user_id:somebody', event: 'Seen', traits: { plan: 'pro', people: 3 } })
  })
  afterAll(() => test.close())
  const preview = (query: string, key?: string) =>
    (key === undefined ? test.api : test.apiAs(key)).post<ComputedPreview & Refusal>(`${PATH}/preview`, {
      definition: { kind: 'sql', query },
    })

  it('is nothing but to read the views', async () => {
    for (const query of attacks) {
      const { status, body } = await preview(query)
      expect([query, status, body.error?.code]).toEqual([query, 400, 'validation_failed'])
      expect(body.error.message).not.toContain('root:')
    }
    expect((await preview('select person_id, 1 as value from kith_people')).body.people).toBe(1)
  })

  it.each([
    "select person_id, traits.plan.:String as value from kith_people where traits.plan.:String = 'pro'",
    "select person_id, if(count() > 1, 'many', 'few') as value from kith_events where timestamp > now() - interval 7 day group by 1",
    "select person_id, argMaxIf(event, timestamp, type = 'track') as value from kith_events group by person_id",
    'select person_id, groupUniqArray(event) as value from kith_events group by person_id',
    'select person_id, max(timestamp) as value from kith_events group by person_id',
    'select person_id, row_number() over (order by first_seen) as value from kith_people',
    'select person_id, case when last_seen > today() then 1 else 2 end as value from kith_people order by 1 limit 5',
    "select person_id, 'people; drop table people' as value from kith_people where person_id in (select person_id from kith_events)",
    String.raw`select person_id, 'a\n          TableIdentifier people' as value from kith_people`,
    "select person_id, JSONExtractString(toString(traits), 'plan') as value from kith_people",
  ])('is to ask such as %s', async (query) => {
    const { status, body } = await preview(query)
    expect([status, body.error?.message]).toEqual([200, undefined])
    expect(body.people).toBe(1)
  })

  it('is for those only whose role allows it', async () => {
    const { body: made } = await test.api.post<{ key: string }>('/api/v1/api-keys', {
      name: 'Marketer',
      scopes: ['people:read', 'segments:read', 'segments:write'],
    })
    const refusal = await preview('select person_id, 1 as value from kith_people', made.key)
    expect(refusal).toMatchObject({ status: 403 })
    const definition = { kind: 'sql', query: 'select person_id, 1 as value from kith_people' }
    expect(await test.apiAs(made.key).post(PATH, { name: 'mine', definition })).toMatchObject({ status: 403 })
  })
})
