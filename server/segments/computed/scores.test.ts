import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ComputedExplanation, ComputedPreview, ComputedTrait } from '../../../model/computed-trait.ts'
import type { Segment } from '../../../model/segment.ts'
import { engines } from '../../platform/testing/index.ts'
import { addTestDeal } from '../add-test-deal.ts'
import { buildWaiting, workOut } from '../jobs.ts'
import { openTestSegments, type TestSegments } from '../open-test-segments.ts'
import { passScores } from './pass-scores.ts'

const DAY_MS = 86_400_000
const PATH = '/api/v1/computed-traits'

type Refusal = { error: { code: string; message: string; details: { field: string }[] } }

describe.each(engines)('scores on the %s engine', (engine) => {
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
  const viewed = (name: string, daysAgo = 0) => ({ who: user(name), event: own('Viewed'), daysAgo })
  const did = (more: object = {}) => ({ kind: 'event', event: own('Viewed'), ...more })
  const has = (field: string, value: unknown) => ({
    kind: 'trait',
    comparison: { field, operator: 'is', value },
  })
  const score = (rules: object[], more: object = {}) => ({ kind: 'score', rules, ...more })
  const make = async (definition: object, name = own('score')) => {
    await test.catchUp()
    const made = await test.api.post<ComputedTrait>(PATH, { name, definition })
    if (made.status !== 201) throw new Error(JSON.stringify(made.body))
    await workOut(test.platform)
    return made.body
  }
  /** The scores of people by name, as they lie in the database; null for none. */
  const scores = async (...names: string[]) => {
    const { rows } = await sql<{ id: string; score: number | null }>`
      select i.id, (p.traits -> ${own('score')}) as score from identifiers i join people p on p.id = i.person_id
      where i.id = any(${names.map((name) => test.idOf(user(name)))}::uuid[])`.execute(test.platform.db)
    return names.map((name) => rows.find(({ id }) => id === test.idOf(user(name)))?.score ?? null)
  }
  const wait = async (milliseconds: number) => {
    test.platform.clock.advance(milliseconds)
    await passScores(test.platform)
    await workOut(test.platform)
    await test.catchUp()
  }
  const explain = async (id: string, name: string) =>
    (await test.api.get<ComputedExplanation>(`${PATH}/${id}/people/${test.idOf(user(name))}`)).body

  it('add up the points of what is true, within their bounds, over everybody and as people act', async () => {
    await test.act(
      { who: user('ada'), traits: { plan: 'pro' } },
      ...[1, 2, 3].map((days) => viewed('ada', days)),
      { who: user('bob'), traits: { plan: 'free' } },
      { who: user('cleo'), traits: { a: 1 } },
    )
    const rules = [
      { when: did(), points: 5, each: { most: 2 } },
      { when: has('plan', 'pro'), points: 100 },
      { when: has('plan', 'free'), points: -20 },
    ]
    const { id } = await make(score(rules, { minimum: -10, maximum: 105 }))
    expect(await scores('ada', 'bob', 'cleo')).toEqual([105, -10, null])
    await test.act(viewed('cleo'), viewed('bob'), { who: user('bob'), traits: { plan: 'none' } })
    await test.catchUp()
    expect(await scores('bob', 'cleo')).toEqual([5, 5])
    expect((await test.api.get<ComputedTrait>(`${PATH}/${id}`)).body).toMatchObject({
      state: 'live',
      people: 3,
    })
  })

  it('change by the passing of time alone, when a window ends and as events fade, and keep what was before', async () => {
    const start = Math.ceil(test.platform.clock.now() / DAY_MS) * DAY_MS + DAY_MS / 2
    test.platform.clock.advance(start - test.platform.clock.now())
    await test.act(viewed('ada', 5), viewed('ada', 1), viewed('bob', 6.9))
    const { id } = await make(
      score([
        { when: did({ days: 7 }), points: 10 },
        { when: did(), points: 100, half_life_days: 1 },
      ]),
    )
    expect(await scores('ada', 'bob')).toEqual([60, 11])
    await wait(DAY_MS / 4)
    expect(await scores('ada', 'bob')).toEqual([60, 1])
    await wait(DAY_MS / 2)
    expect(await scores('ada', 'bob')).toEqual([35, 0])
    await wait(20 * DAY_MS)
    expect(await scores('ada', 'bob')).toEqual([0, 0])
    const { history } = await explain(id, 'ada')
    expect(history.map(({ value }) => value)).toEqual([35, 60])
  })

  it('follow deals, companies, colleagues and lists that their rules ask about', async () => {
    const acme = { group: own('acme'), traits: { size: 5 } }
    const { body: list } = await test.api.post<Segment>('/api/v1/segments', { name: 'VIP', kind: 'static' })
    await test.act(
      { who: user('ada'), company: acme, traits: {} },
      { who: user('bob'), company: acme, traits: {} },
    )
    await make(
      score([
        {
          when: {
            kind: 'company',
            conditions: [{ kind: 'trait', comparison: { field: 'size', operator: 'greater', value: 100 } }],
          },
          points: 1,
        },
        {
          when: {
            kind: 'company',
            conditions: [{ kind: 'people', times: 1, conditions: [did()] }],
          },
          points: 10,
        },
        { when: { kind: 'deal', where: [{ field: 'state', operator: 'is', value: 'open' }] }, points: 100 },
        { when: { kind: 'segment', segment: list.id }, points: 1_000 },
      ]),
    )
    expect(await scores('ada', 'bob')).toEqual([null, null])
    await test.act({ who: user('ada'), company: { group: own('acme'), traits: { size: 500 } }, traits: {} })
    await test.catchUp()
    expect(await scores('ada', 'bob')).toEqual([1, 1])
    await test.act(viewed('bob'))
    await test.catchUp()
    expect(await scores('ada', 'bob')).toEqual([11, 11])
    await addTestDeal(test, { person: user('ada') })
    await test.catchUp()
    expect(await scores('ada', 'bob')).toEqual([111, 11])
    await test.api.post(`/api/v1/segments/${list.id}/list`, { people: [test.idOf(user('bob'))] })
    await test.catchUp()
    expect(await scores('ada', 'bob')).toEqual([111, 1_011])
  })

  it('are worked out anew when a segment that a rule names means others', async () => {
    await test.act({ who: user('ada'), traits: { plan: 'pro' } })
    const { id } = await test.build([has('plan', 'free') as never])
    const { id: trait } = await make(score([{ when: { kind: 'segment', segment: id }, points: 7 }]))
    expect(await scores('ada')).toEqual([null])
    await test.api.patch(`/api/v1/segments/${id}`, { definition: { conditions: [has('plan', 'pro')] } })
    await buildWaiting(test.platform)
    await workOut(test.platform)
    expect(await scores('ada')).toEqual([7])
    const { body: uses } = await test.api.get<{ data: unknown[] }>(`/api/v1/segments/${id}/uses`)
    expect(uses.data).toEqual([{ kind: 'computed_trait', id: trait, name: own('score') }])
    expect((await test.api.delete(`/api/v1/segments/${id}`)).status).toBe(409)
  })

  it('say of a person which rules hold, what each counts, and the band', async () => {
    await test.act({ who: user('ada'), traits: { plan: 'pro' } }, viewed('ada'), viewed('ada'))
    const bands = [
      { from: 0, label: 'Cold' },
      { from: 20, label: 'Hot' },
    ]
    const { id } = await make(
      score(
        [
          { name: 'Looks around', when: did(), points: 5, each: { most: 10 } },
          { when: has('plan', 'pro'), points: 15 },
          { when: has('plan', 'free'), points: -20 },
        ],
        { bands },
      ),
    )
    const { value, words, score: found } = await explain(id, 'ada')
    expect(value).toBe(25)
    expect(words).toContain('+15 for those whose plan is “pro”')
    expect(found).toEqual({
      points: 25,
      band: 'Hot',
      rules: [
        {
          name: 'Looks around',
          words: expect.stringContaining('for each up to 10'),
          holds: true,
          points: 10,
        },
        { name: '', words: 'whose plan is “pro”', holds: true, points: 15 },
        { name: '', words: 'whose plan is “free”', holds: false, points: -20 },
      ],
    })
  })

  it('show before they are saved how they would be spread, and warn of what nobody reaches', async () => {
    await test.act(...['ada', 'ada', 'bob'].map((name) => viewed(name)))
    const bands = [
      { from: 5, label: 'Warm' },
      { from: 10, label: 'Hot' },
      { from: 99, label: 'Burning' },
    ]
    const definition = score(
      [
        { when: did(), points: 2, each: { most: 5 } },
        { name: 'Never', when: did({ times: 50 }), points: 5 },
      ],
      { bands },
    )
    const { body } = await test.api.post<ComputedPreview>(`${PATH}/preview`, { definition })
    expect(body.people).toBe(2)
    expect(body.distribution).toEqual([
      { label: '2', count: 1, band: null },
      { label: '3', count: 0, band: null },
      { label: '4', count: 1, band: null },
    ])
    expect(body.score?.rules).toEqual([2, 0])
    expect(body.score?.bands[0]).toEqual({ label: null, count: 2 })
    expect(body.score?.warnings).toEqual([
      'Nobody can ever be Burning: it begins at 99, and all rules together give at most 15.',
      'Nobody is Warm now.',
      'Nobody is Hot now.',
      'Nobody satisfies the rule “Never” now.',
    ])
  })

  it('refuse what means nothing or goes round in a circle, and say where', async () => {
    const problem = async (definition: object, name = own('other')) => {
      const { status, body } = await test.api.post<Refusal>(PATH, { name, definition })
      return [status, body.error?.details?.[0]?.field]
    }
    const rule = { when: did(), points: 1 }
    const where = Array.from({ length: 10 }, (_, place) => ({ field: `f${place}`, operator: 'set' }))
    const heavy = { when: did({ where }), points: 1, half_life_days: 1 }
    const refusals = [
      [score([{ ...rule, points: 1_001 }]), 'definition.rules.0.points'],
      [score([{ ...rule, points: 0 }]), 'definition.rules.0.points'],
      [score([{ when: has('a', 1), points: 1, each: { most: 2 } }]), 'definition.rules.0.each'],
      [score([rule], { minimum: 5, maximum: 5 }), 'definition.maximum'],
      [
        score([rule], {
          bands: [
            { from: 5, label: 'A' },
            { from: 5, label: 'B' },
          ],
        }),
        'definition.bands.1.from',
      ],
      [score(Array.from({ length: 51 }, () => rule)), 'definition.rules'],
      [score(Array.from({ length: 50 }, () => heavy)), 'definition.rules'],
      [
        score([
          rule,
          { when: { kind: 'trait', comparison: { field: 'a', operator: 'greater', value: 'x' } }, points: 1 },
        ]),
        'definition.rules.1.when.comparison',
      ],
      [
        score([{ when: { kind: 'people', times: 1, conditions: [did()] }, points: 1 }]),
        'definition.rules.0.when',
      ],
      [score([{ when: has(own('other'), 1), points: 1 }]), 'definition'],
    ] as const
    for (const [definition, field] of refusals) expect(await problem(definition)).toEqual([400, field])
    const { id } = await make(score([{ when: has(own('b'), 1), points: 1 }]), own('a'))
    expect(await problem(score([{ when: has(own('a'), 1), points: 1 }]), own('b'))).toEqual([
      400,
      'definition',
    ])
    const segment = await test.build([has(own('a'), 5) as never])
    const asking = { definition: score([{ when: { kind: 'segment', segment: segment.id }, points: 1 }]) }
    expect((await test.api.patch(`${PATH}/${id}`, asking)).status).toBe(400)
    const entered = { definition: score([{ when: { kind: 'event', event: 'Segment Entered' }, points: 1 }]) }
    expect((await test.api.patch(`${PATH}/${id}`, entered)).status).toBe(400)
  })
})
