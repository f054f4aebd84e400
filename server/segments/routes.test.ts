import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Page } from '../../model/page.ts'
import type { Condition } from '../../model/segment-condition.ts'
import type { SegmentMember } from '../../model/segment-membership.ts'
import type { parsedSegment } from '../../model/segment-parse.ts'
import type { Segment, SegmentPreview, SegmentSuggestions } from '../../model/segment.ts'
import type { z } from 'zod'
import { engines } from '../platform/testing/index.ts'
import { openTestSegments, type TestSegments } from './open-test-segments.ts'

const plan = (value: string): Condition => ({
  kind: 'trait',
  comparison: { field: 'plan', operator: 'is', value },
})
const ordered = { kind: 'event', event: 'Ordered' }
const NO_ID = '00000000-0000-4000-8000-000000000000'

type Refusal = { error: { code: string; message: string; details: { field: string }[] } }

describe.each(engines)('the API of segments on the %s engine', (engine) => {
  let test: TestSegments
  beforeAll(async () => {
    test = await openTestSegments(engine)
    await test.act(
      { who: 'user_id:ada', traits: { plan: 'pro', name: 'Ada', email: 'ada@example.com' } },
      { who: 'user_id:bob', traits: { plan: 'pro', 'shoe.size': 42, address: { city: 'Bern' } } },
      { who: 'user_id:eve', traits: { plan: 'free' } },
      { who: 'user_id:eve', event: 'Ordered', properties: { price: 10, item: { sku: 'a' } } },
      { who: 'user_id:bob', event: 'Ordered', properties: { price: 20 } },
      { who: 'user_id:bob', event: 'Viewed', properties: { path: '/' } },
      { who: 'user_id:bob', type: 'page', event: 'Home', properties: { url: 'https://example.com' } },
    )
    await test.catchUp()
  })
  beforeEach(() => sql`delete from segments`.execute(test.platform.db))
  afterAll(() => test.close())

  const create = (input: object) =>
    test.api.post<Segment>('/api/v1/segments', {
      name: 'Pros',
      definition: { conditions: [plan('pro')] },
      ...input,
    })
  const refuse = async (conditions: object[]) => {
    const { status, body } = await test.api.post<Refusal>('/api/v1/segments/preview', {
      definition: { conditions },
    })
    return { status, ...body.error }
  }

  it('reads a sentence by the names that are met in real data, and completes it', async () => {
    const parse = (text: string, caret?: number) =>
      test.api.post<z.infer<typeof parsedSegment>>('/api/v1/segments/parse', { text, caret })
    const { status, body } = await parse('did ordered at least 2 times and plan is pro')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      definition: { conditions: [{ kind: 'event', event: 'Ordered', times: 2 }, plan('pro')] },
      sentence: 'People who did “Ordered” at least 2 times, and whose plan is “pro”.',
      problem: null,
      notes: [],
    })
    const text = 'whose pl'
    expect((await parse(text, text.length)).body).toMatchObject({
      definition: null,
      problem: { message: expect.stringContaining('Say how it compares'), from: 8 },
      completions: [{ text: 'plan', kind: 'trait', from: 6 }],
    })
    expect((await parse('did Orderd')).body.notes).toMatchObject([{ suggestions: ['Ordered'] }])
    expect((await parse('x'.repeat(20_001))).status).toBe(400)
    const query = "trait('plan') = 'pro' AND event('Ordered').mode(property('x'), 2) = 'y'"
    const answer = await test.api.post('/api/v1/segments/parse', { text: query, language: 'segment' })
    expect(answer.body).toMatchObject({
      definition: { conditions: [plan('pro')] },
      left_out: [{ message: expect.stringContaining('computed trait') }],
    })
  })

  it('makes a segment, filling in what was left out', async () => {
    const { status, body } = await create({ definition: { conditions: [ordered] } })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      name: 'Pros',
      description: '',
      state: 'building',
      size: 0,
      error: null,
      evaluated_at: null,
    })
    expect(body.definition).toEqual({
      match: 'all',
      conditions: [{ kind: 'event', did: true, event: 'Ordered', where: [], times: 1, days: null }],
    })
    expect(await test.find(body.id)).toEqual(body)
  })

  it('lists segments by name, page by page', async () => {
    for (const name of ['beta', 'Alpha', 'gamma']) await create({ name })
    const first = await test.api.get<Page<Segment>>('/api/v1/segments?limit=2')
    expect(first.body.data.map(({ name }) => name)).toEqual(['Alpha', 'beta'])
    const second = await test.api.get<Page<Segment>>(`/api/v1/segments?limit=2&cursor=${first.body.next}`)
    expect(second.body.data.map(({ name }) => name)).toEqual(['gamma'])
    expect(second.body.next).toBeNull()
  })

  it('does not build a segment anew that was only renamed, or saved as it was', async () => {
    const { id, definition } = await test.build([plan('pro')])
    const { body } = await test.api.patch<Segment>(`/api/v1/segments/${id}`, {
      name: 'Professionals',
      description: 'They pay.',
      definition,
    })
    expect(body).toMatchObject({ name: 'Professionals', description: 'They pay.', state: 'live', size: 2 })
  })

  it('removes a segment', async () => {
    const { id } = await test.build([plan('pro')])
    expect((await test.api.delete(`/api/v1/segments/${id}`)).status).toBe(204)
    expect((await test.api.get(`/api/v1/segments/${id}`)).status).toBe(404)
    expect((await test.api.delete(`/api/v1/segments/${id}`)).status).toBe(404)
  })

  it('writes down who did what to a segment', async () => {
    const { body } = await create({})
    await test.api.patch(`/api/v1/segments/${body.id}`, { description: 'x' })
    await test.api.delete(`/api/v1/segments/${body.id}`)
    const { rows } = await sql<{ action: string; details: object }>`
      select action, details from audit_log where subject_id = ${body.id} order by id`.execute(
      test.platform.db,
    )
    expect(rows).toEqual([
      { action: 'segment.created', details: {} },
      { action: 'segment.changed', details: { changed: ['description'] } },
      { action: 'segment.removed', details: {} },
    ])
  })

  it.each([
    ['get', `/api/v1/segments/${NO_ID}`],
    ['patch', `/api/v1/segments/${NO_ID}`],
    ['get', `/api/v1/segments/${NO_ID}/members`],
  ] as const)('knows no segment at %s %s', async (method, url) => {
    expect((await test.api[method](url, method === 'patch' ? {} : undefined)).status).toBe(404)
  })

  it('shows how many a definition means, of how many there are, and some of them', async () => {
    const { body } = await test.api.post<SegmentPreview>('/api/v1/segments/preview', {
      definition: { conditions: [plan('pro')] },
    })
    expect(body).toEqual({
      count: 2,
      total: 3,
      sample: expect.arrayContaining([
        { id: test.idOf('user_id:ada'), name: 'Ada', email: 'ada@example.com', domain: null },
        { id: test.idOf('user_id:bob'), name: null, email: null, domain: null },
      ]),
      milliseconds: expect.any(Number),
      warnings: [],
    })
  })

  it('warns of what nobody satisfies, of contradictions, and of segments that mean the same', async () => {
    const warnings = async (conditions: object[], segment?: string) => {
      const { body } = await test.api.post<SegmentPreview>('/api/v1/segments/preview', {
        definition: { conditions },
        segment,
      })
      return body.warnings
    }
    expect(await warnings([plan('gold')])).toMatchObject([{ kind: 'empty' }])
    const is = plan('pro')
    const isNot = { kind: 'trait', comparison: { field: 'plan', operator: 'is_not', value: 'pro' } }
    expect(await warnings([is, isNot])).toEqual([
      {
        kind: 'contradictory',
        message:
          'Nobody can ever satisfy this: people whose plan is “pro” cannot be people whose plan is not “pro” as well.',
        segment: null,
      },
    ])
    const { id } = await test.build([is, ordered as Condition], 'Pros who bought')
    expect(await warnings([ordered, is])).toEqual([
      {
        kind: 'same',
        message: 'The segment “Pros who bought” means the same.',
        segment: { id, name: 'Pros who bought' },
      },
    ])
    expect(await warnings([ordered, is], id)).toEqual([])
  })

  it('refuses to compare what can never be compared, naming the place', async () => {
    const price = (operator: string, value: unknown) => ({
      ...ordered,
      where: [{ field: 'price', operator, value }],
    })
    expect(
      await refuse([plan('pro'), { kind: 'group', match: 'any', conditions: [price('greater', 'much')] }]),
    ).toMatchObject({
      status: 400,
      code: 'validation_failed',
      message: 'definition.conditions.1.conditions.0.where.0: “is more than” compares with a number.',
      details: [{ field: 'definition.conditions.1.conditions.0.where.0' }],
    })
    expect(await refuse([price('before', '31.1.2026')])).toMatchObject({ status: 400 })
    expect(await refuse([{ kind: 'trait', comparison: { field: 'a..b', operator: 'set' } }])).toMatchObject({
      status: 400,
    })
    expect(await refuse([price('before', '2026-01-31'), price('at_most', '12.5')])).toMatchObject({
      status: 200,
    })
  })

  it('refuses a definition that is none', async () => {
    expect(await refuse([])).toMatchObject({ status: 400 })
    expect(await refuse([{ kind: 'event' }])).toMatchObject({ status: 400 })
    expect(await refuse([{ ...ordered, where: [{ field: 'price', operator: 'greater' }] }])).toMatchObject({
      status: 400,
    })
    expect(await refuse(Array.from({ length: 51 }, () => ordered))).toMatchObject({ status: 400 })
  })

  it('suggests the names that occur, most frequent first', async () => {
    const { body } = await test.api.get<SegmentSuggestions>('/api/v1/segments/suggestions')
    expect(body.events).toEqual([
      { name: 'Ordered', count: 2 },
      { name: 'Viewed', count: 1 },
      { name: 'page', count: 1 },
    ])
    expect(body.traits).toEqual(['plan', 'address.city', 'email', 'name', 'shoe%2Esize'])
    expect(body.properties).toEqual([])
  })

  it.each([
    ['Ordered', ['price', 'item.sku']],
    ['page', ['url']],
    ['Unknown', []],
  ])('suggests the properties of %s', async (event, properties) => {
    const { body } = await test.api.get<SegmentSuggestions>(`/api/v1/segments/suggestions?event=${event}`)
    expect(body.properties).toEqual(properties)
  })

  it('takes a suggested name as it is, dots and all', async () => {
    const comparison = { field: 'shoe%2Esize', operator: 'is', value: 42 } as const
    const { body } = await test.api.post<SegmentPreview>('/api/v1/segments/preview', {
      definition: { conditions: [{ kind: 'trait', comparison }] },
    })
    expect(body.count).toBe(1)
  })

  it('lists members, latest entry first, page by page', async () => {
    const { id } = await test.build([plan('pro')])
    await test.act({ who: 'user_id:kim', traits: { plan: 'pro', name: 'Kim' } })
    await test.catchUp()
    const first = await test.api.get<Page<SegmentMember>>(`/api/v1/segments/${id}/members?limit=1`)
    const entered_at = new Date(test.platform.clock.now()).toISOString()
    expect(first.body.data).toEqual([
      { person_id: test.idOf('user_id:kim'), name: 'Kim', email: null, entered_at, left_at: null },
    ])
    const rest = await test.api.get<Page<SegmentMember>>(
      `/api/v1/segments/${id}/members?limit=2&cursor=${first.body.next}`,
    )
    expect(rest.body.data.map(({ person_id }) => person_id).sort()).toEqual(
      [test.idOf('user_id:ada'), test.idOf('user_id:bob')].sort(),
    )
    expect(rest.body.next).toBeNull()
  })
})
