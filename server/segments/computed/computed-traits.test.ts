import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ComputedExplanation, ComputedPreview, ComputedTrait } from '../../../model/computed-trait.ts'
import { publish, startProcessors, type Processor } from '../../platform/outbox/index.ts'
import { engines } from '../../platform/testing/index.ts'
import { watchChanges } from '../changed-since.ts'
import { workOut } from '../jobs.ts'
import { openTestSegments, type Act, type TestSegments } from '../open-test-segments.ts'
import { followValues } from './follow-values.ts'

const DAY_MS = 86_400_000
const PATH = '/api/v1/computed-traits'

describe.each(engines)('computed traits on the %s engine', (engine) => {
  let test: TestSegments
  let suffix = 0
  beforeAll(async () => {
    test = await openTestSegments(engine)
  })
  beforeEach(async () => {
    suffix += 1
    await sql`delete from computed_traits`.execute(test.platform.db)
    await sql`delete from segments`.execute(test.platform.db)
    await test.catchUp()
  })
  afterAll(() => test.close())

  // The engines share a warehouse, in which people and names of traits must not meet.
  const own = (name: string) => `${name}-${engine}-${suffix}`
  const user = (name: string) => `user_id:${own(name)}`
  const order = (name: string, total: unknown, daysAgo = 0): Act => ({
    who: user(name),
    event: own('Order'),
    properties: { total },
    daysAgo,
  })
  const make = async (definition: object, name = own('orders')) => {
    await test.catchUp()
    const made = await test.api.post<ComputedTrait>(PATH, {
      name,
      definition: { event: own('Order'), ...definition },
    })
    if (made.status !== 201) throw new Error(JSON.stringify(made.body))
    await workOut(test.platform)
    return made.body
  }
  const find = async (id: string) => (await test.api.get<ComputedTrait>(`${PATH}/${id}`)).body
  /** The traits of somebody as they lie in the database. */
  const traitsOf = async (name: string) => {
    const { rows } = await sql<{ traits: Record<string, unknown> }>`
      select p.traits from identifiers i join people p on p.id = i.person_id where i.id = ${test.idOf(user(name))}`.execute(
      test.platform.db,
    )
    const traits = Object.entries(rows[0]?.traits ?? {})
    return Object.fromEntries(traits.map(([key, value]) => [key.split('-', 1)[0], value]))
  }
  const wait = async (milliseconds: number) => {
    test.platform.clock.advance(milliseconds)
    await workOut(test.platform)
    await test.catchUp()
  }

  it('are worked out over everybody, then as people act, and are the same', async () => {
    await test.act(order('ada', 10), order('ada', 20), order('bob', 5), {
      who: user('cleo'),
      traits: { a: 1 },
    })
    const { id } = await make({ kind: 'sum', field: 'total' })
    expect(await find(id)).toMatchObject({ state: 'live', people: 2, progress: null, error: null })
    expect([await traitsOf('ada'), await traitsOf('bob'), await traitsOf('cleo')]).toEqual([
      { orders: 30 },
      { orders: 5 },
      { a: 1 },
    ])
    await test.act(order('ada', 0.5), order('cleo', 7))
    await test.catchUp()
    expect([await traitsOf('ada'), await traitsOf('cleo')]).toEqual([{ orders: 30.5 }, { a: 1, orders: 7 }])
    expect((await find(id)).people).toBe(3)
  })

  it('change by the passing of time alone, and keep what was before', async () => {
    await test.act(order('ada', 1, 2), order('ada', 1, 4))
    const window = { kind: 'last', amount: 5, unit: 'day' }
    const { id } = await make({ kind: 'count', window })
    await make({ kind: 'days_since' }, own('since'))
    expect(await traitsOf('ada')).toEqual({ orders: 2, since: 2 })
    await wait(DAY_MS - 60_000)
    expect(await traitsOf('ada')).toEqual({ orders: 2, since: 2 })
    await wait(120_000)
    expect(await traitsOf('ada')).toEqual({ orders: 1, since: 3 })
    await wait(2 * DAY_MS)
    expect(await traitsOf('ada')).toEqual({ since: 5 })
    expect((await find(id)).people).toBe(0)
    const why = await test.api.get<ComputedExplanation>(`${PATH}/${id}/people/${test.idOf(user('ada'))}`)
    expect(why.body).toMatchObject({ value: null, events: 0, due_at: null })
    expect(why.body.history.map(({ value }) => value)).toEqual([1, 2])
  })

  it('of people who become one are those of both together', async () => {
    await test.act(order('ada', 10), { ...order('ada', 20), who: `anonymous_id:${own('phone')}` })
    await make({ kind: 'count' })
    expect(await traitsOf('ada')).toEqual({ orders: 1 })
    await test.act({ who: [user('ada'), `anonymous_id:${own('phone')}`], traits: {} })
    await test.catchUp()
    expect(await traitsOf('ada')).toEqual({ orders: 2 })
    const { rows } =
      await sql`select from computed_values v where not exists (select from people p where p.id = v.person_id)`.execute(
        test.platform.db,
      )
    expect(rows).toEqual([])
  })

  it('count once though the process was cut off after it had written', async () => {
    const { id } = await make({ kind: 'count' })
    let failures = 2
    await test.act(order('ada', 1))
    const cutOff: Processor = {
      ...followValues,
      async plan(news, platform) {
        const write = await ('plan' in followValues ? followValues.plan(news, platform) : null)
        return async (trx) => {
          await write?.(trx)
          if (failures-- > 0) throw new Error('cut off')
        }
      },
    }
    const processors = startProcessors(test.platform, [cutOff])
    await processors.idle()
    await processors.stop()
    expect(failures).toBeLessThan(0)
    expect(await traitsOf('ada')).toEqual({ orders: 1 })
    expect((await find(id)).people).toBe(1)
    const { rows } = await sql`select from computed_history where trait_id = ${id}`.execute(test.platform.db)
    expect(rows).toEqual([])
  })

  it('are left to the processor, while they are built, only for those who did something', async () => {
    const { db } = test.platform
    const changed = await watchChanges(test.platform, followValues.handles)
    const payload = { profiles: ['ada'], events: ['Order', 'Other'], gone: [{ from: 'x', to: 'eve' }] }
    const people = ['ada', 'bob', 'cleo', 'dora']
    const told = { ...payload, people, did: [[], [0], [1], []], regrouped: ['dora'] }
    await publish(db, [
      { type: 'people.changed', payload: told },
      { type: 'people.due', payload: { people: ['fred'] } },
    ])
    const acted = await db
      .transaction()
      .execute((trx) => changed.concerned(trx, (touched) => touched.acted(new Set(['Order']))))
    expect([...acted].toSorted()).toEqual(['bob', 'dora', 'eve'])
    await sql`delete from outbox where type in ('people.changed', 'people.due')`.execute(db)
  })

  it('score people among everybody, anew every day', async () => {
    const people = ['a', 'b', 'c', 'd', 'e']
    await test.act(...people.map((name, place) => order(name, 10 ** place, 10 - place)))
    await make({ kind: 'rfm', field: 'total' }, own('value'))
    const cells = async () => Promise.all(people.map(async (name) => (await traitsOf(name))?.['value']))
    expect(await cells()).toMatchObject([1, 1, 2, 3, 4].map((score) => ({ recency: score, monetary: score })))
    await test.act(...[1, 2, 3].map(() => order('a', 1e6)))
    await test.catchUp()
    expect((await cells())[0]).toMatchObject({ recency: 5, frequency: 5, monetary: 5, group: 'Champions' })
    expect((await cells())[4]).toMatchObject({ recency: 4 })
    await wait(DAY_MS + 1)
    expect((await cells())[4]).toMatchObject({ recency: 3 })
  })

  it('go through the stages of life as time passes', async () => {
    await test.act(order('ada', 1, 1))
    const stages = { new_days: 10, at_risk_days: 20, lapsed_days: 30 }
    await make({ kind: 'lifecycle', ...stages }, own('stage'))
    const seen = [(await traitsOf('ada'))?.['stage']]
    for (let step = 0; step < 3; step++) {
      await wait(10 * DAY_MS)
      seen.push((await traitsOf('ada'))?.['stage'])
    }
    expect(seen).toEqual(['new', 'active', 'at risk', 'lapsed'])
  })

  it('show before they are saved what they would be', async () => {
    await test.act(...[1, 2, 2, 3].map((times, place) => order(`p${place}`, times)))
    const asked = { definition: { kind: 'sum', event: own('Order'), field: 'total' } }
    const { body } = await test.api.post<ComputedPreview>(`${PATH}/preview`, asked)
    expect(body.people).toBe(4)
    expect(body.sample.map(({ value }) => Number(value)).toSorted((a, b) => a - b)).toEqual([1, 2, 2, 3])
    expect(body.distribution).toEqual([
      { label: '1', count: 1 },
      { label: '2', count: 2 },
      { label: '3', count: 1 },
    ])
  })

  it('say what is wrong with a definition or a name, and where', async () => {
    const post = (body: object) =>
      test.api.post<{ error: { code: string; details: { field: string }[] } }>(PATH, body)
    const problem = async (body: object) => {
      const { status, body: answer } = await post(body)
      return [status, answer.error?.code, answer.error?.details?.[0]?.field]
    }
    const event = own('Order')
    const count = { kind: 'count', event }
    expect(await problem({ name: 'email', definition: count })).toEqual([400, 'validation_failed', 'name'])
    expect(await problem({ name: 'a.b', definition: count })).toEqual([400, 'validation_failed', 'name'])
    const recent = { field: 'a', operator: 'within_last', value: 3 }
    expect(await problem({ name: 'x', definition: { ...count, where: [recent] } })).toEqual([
      400,
      'validation_failed',
      'definition.where.0.operator',
    ])
    const text = { field: 'a', operator: 'greater', value: 'much' }
    expect((await problem({ name: 'x', definition: { ...count, where: [text] } }))[0]).toBe(400)
    expect((await problem({ name: 'x', definition: { kind: 'sum', event } }))[0]).toBe(400)
    await test.act({ who: user('ada'), traits: { [own('plan')]: 'pro' } })
    expect((await problem({ name: own('plan'), definition: count })).slice(0, 2)).toEqual([409, 'conflict'])
    await make({ kind: 'count' })
    expect((await problem({ name: own('orders'), definition: count })).slice(0, 2)).toEqual([409, 'conflict'])
  })

  it('do not go round in a circle with segments', async () => {
    const asking = (name: string) => ({
      name: 'Asks',
      definition: { conditions: [{ kind: 'trait', comparison: { field: name, operator: 'set' } }] },
    })
    await make({ kind: 'count', event: 'Segment Entered' }, own('entries'))
    expect((await test.api.post('/api/v1/segments', asking(own('entries')))).status).toBe(400)
    expect((await test.api.post('/api/v1/segments', asking(own('visits')))).status).toBe(201)
    const circle = { name: own('visits'), definition: { kind: 'count', event: 'Segment Left' } }
    expect((await test.api.post(PATH, circle)).status).toBe(400)
  })

  it('are renamed and removed when nothing uses them, and people with them', async () => {
    await test.act(order('ada', 1))
    const { id } = await make({ kind: 'count' })
    const { body: segment } = await test.api.post<{ id: string }>('/api/v1/segments', {
      name: 'Buyers',
      definition: { conditions: [{ kind: 'trait', comparison: { field: own('orders'), operator: 'set' } }] },
    })
    expect((await test.api.patch(`${PATH}/${id}`, { name: own('purchases') })).status).toBe(409)
    expect((await test.api.delete(`${PATH}/${id}`)).status).toBe(409)
    const uses = await test.api.get<{ data: unknown[] }>(`${PATH}/${id}/uses`)
    expect(uses.body.data).toEqual([{ kind: 'segment', id: segment.id, name: 'Buyers' }])
    await test.api.delete(`/api/v1/segments/${segment.id}`)
    expect((await test.api.patch(`${PATH}/${id}`, { name: own('purchases') })).status).toBe(200)
    await workOut(test.platform)
    expect(await traitsOf('ada')).toEqual({ purchases: 1 })
    expect((await test.api.delete(`${PATH}/${id}`)).status).toBe(204)
    await workOut(test.platform)
    expect(await traitsOf('ada')).toEqual({})
    expect((await test.api.get(`${PATH}/${id}`)).status).toBe(404)
  })
})
