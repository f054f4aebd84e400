import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Segment, SegmentPreview, SegmentSuggestions } from '../../model/segment.ts'
import { engines } from '../platform/testing/index.ts'
import { buildWaiting } from './jobs.ts'
import { openTestSegments, type TestSegments } from './open-test-segments.ts'

type Refusal = { error: { code: string; message: string } }

describe.each(engines)('segments made of segments on the %s engine', (engine) => {
  let test: TestSegments
  beforeAll(async () => {
    test = await openTestSegments(engine)
    await test.act(
      {
        who: 'user_id:ada',
        event: 'Ordered',
        properties: { tags: ['New', 'Sale'] },
        traits: { plan: 'Pro' },
      },
      { who: 'user_id:bob', event: 'Viewed', traits: { plan: 'Pro' } },
    )
    await test.catchUp()
  })
  beforeEach(() => sql`delete from segments`.execute(test.platform.db))
  afterAll(() => test.close())

  const event = (name: string) => ({ kind: 'event', event: name })
  const named = (segment: string, isIn = true) => ({ kind: 'segment', in: isIn, segment })
  const patch = (id: string, conditions: object[]) =>
    test.api.patch<Segment & Refusal>(`/api/v1/segments/${id}`, { definition: { conditions } })

  it('have whom those hold, and follow when those are redefined', async () => {
    const buyers = await test.build([event('Ordered')], 'Buyers')
    const others = await test.build(
      [named(buyers.id, false), { kind: 'event', did: false, event: 'X' }],
      'Others',
    )
    const second = await test.build([named(others.id)], 'Second')
    expect(await test.members(second.id)).toEqual(['bob'])
    await patch(buyers.id, [event('Viewed')])
    expect(await test.find(second.id)).toMatchObject({ state: 'building' })
    await buildWaiting(test.platform)
    expect(await test.members(others.id)).toEqual(['ada'])
    expect(await test.members(second.id)).toEqual(['ada'])
    const { body } = await test.api.post<SegmentPreview>('/api/v1/segments/preview', {
      definition: { conditions: [named(second.id)] },
    })
    expect(body.count).toBe(1)
  })

  it('cannot lead back to themselves, name none that exists, or be removed while named', async () => {
    const first = await test.build([event('Ordered')], 'First')
    const second = await test.build([named(first.id)], 'Second')
    const refused = await patch(first.id, [{ kind: 'group', match: 'none', conditions: [named(second.id)] }])
    expect(refused.status).toBe(400)
    expect(refused.body.error.message).toMatch(/made of this one/)
    expect((await patch(first.id, [named(first.id)])).status).toBe(400)
    expect((await patch(first.id, [named('00000000-0000-4000-8000-000000000000')])).status).toBe(400)
    const removed = await test.api.delete<Refusal>(`/api/v1/segments/${first.id}`)
    expect(removed.status).toBe(409)
    expect(removed.body.error.message).toContain('“Second”')
  })

  it.each([
    ['of=event&event=Ordered&field=tags', ['New', 'Sale']],
    ['of=person&field=plan', ['Pro']],
    ['of=company&field=plan', []],
    ['of=event&field=tags', []],
  ])('suggest values as they are written: %s', async (query, values) => {
    const { body } = await test.api.get<SegmentSuggestions>(`/api/v1/segments/suggestions?${query}`)
    expect(body.values.map(({ value }) => value).toSorted()).toEqual(values)
  })

  it.each([
    [{ kind: 'event', event: 'A', times: 0 }, 'definition.conditions.0.times'],
    [
      { kind: 'event', event: 'A', how: 'between', times: 3, times_to: 2 },
      'definition.conditions.0.times_to',
    ],
    [{ kind: 'sequence', steps: [{ event: 'A' }] }, 'definition.conditions.0.steps'],
    [
      { kind: 'trait', comparison: { field: 'a', operator: 'within_last', value: 'soon' } },
      'definition.conditions.0.comparison.value',
    ],
    [
      { kind: 'company', conditions: [{ kind: 'people', conditions: [{ kind: 'nothing' }] }] },
      'definition.conditions.0.conditions.0.conditions.0.kind',
    ],
  ])('are refused with the place of what is wrong: %j', async (condition, field) => {
    const { status, body } = await test.api.post<{ error: { details: { field: string }[] } }>(
      '/api/v1/segments/preview',
      { definition: { conditions: [condition] } },
    )
    expect([status, body.error.details[0]?.field]).toEqual([400, field])
  })
})
