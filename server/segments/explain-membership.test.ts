import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SegmentExplanation } from '../../model/segment-explanation.ts'
import { engines } from '../platform/testing/index.ts'
import { openTestSegments, type TestSegments } from './open-test-segments.ts'

const NO_ID = '00000000-0000-4000-8000-000000000000'
const HOUR_MS = 3_600_000

describe.each(engines)('why somebody is in a segment, on the %s engine', (engine) => {
  let test: TestSegments
  beforeAll(async () => {
    test = await openTestSegments(engine)
  })
  afterAll(() => test.close())

  const explain = (segment: string, person: string) =>
    test.api.get<SegmentExplanation>(`/api/v1/segments/${segment}/people/${person}/explanation`)

  it('is told condition by condition, with what there is of each', async () => {
    await test.act(
      { who: 'user_id:ada', event: 'Viewed', daysAgo: 3, traits: { plan: 'Pro', name: 'Ada' } },
      { who: 'user_id:ada', event: 'Viewed', daysAgo: 1 },
      { who: 'user_id:ada', event: 'Ordered', properties: { total: 20.5 }, daysAgo: 2 },
    )
    const inner = await test.build([{ kind: 'event', event: 'Ordered' }], 'Buyers')
    const { id } = await test.build(
      [
        { kind: 'event', event: 'Viewed', times: 2, days: 7 },
        { kind: 'trait', comparison: { field: 'plan', operator: 'is', value: 'free' } },
        { kind: 'aggregate', of: 'sum', field: 'total', event: 'Ordered', operator: 'greater', value: 20 },
        { kind: 'segment', in: false, segment: inner.id },
        {
          kind: 'group',
          match: 'any',
          conditions: [
            { kind: 'event', event: 'Returned' },
            { kind: 'sequence', steps: [{ event: 'Viewed' }, { event: 'Ordered' }] },
          ],
        },
      ],
      'Fans',
    )
    const { status, body } = await explain(id, test.idOf('user_id:ada'))
    expect(status).toBe(200)
    const yesterday = new Date(test.platform.clock.now() - 24 * HOUR_MS).toISOString().slice(0, 16)
    expect(body).toMatchObject({
      person: { name: 'Ada' },
      member: false,
      entered_at: null,
      match: 'all',
      holds: false,
      conditions: [
        { words: 'who did “Viewed” at least 2 times within the last 7 days', holds: true, count: 2 },
        { words: 'whose plan is “free”', holds: false, value: 'Pro' },
        { holds: true, value: '20.5' },
        { words: 'who are not in the segment “Buyers”', holds: false },
        {
          match: 'any',
          holds: true,
          conditions: [
            { holds: false, count: 0, last_at: null },
            {
              holds: true,
              conditions: [
                { words: '“Viewed”', count: 2 },
                { words: '“Ordered”', count: 1 },
              ],
            },
          ],
        },
      ],
    })
    expect(body.conditions[0]?.last_at?.slice(0, 16)).toBe(yesterday)
    expect((await explain(inner.id, test.idOf('user_id:ada'))).body).toMatchObject({
      member: true,
      holds: true,
    })
  })

  it('is asked of a segment and a person that exist', async () => {
    const { id } = await test.build([{ kind: 'event', event: 'Viewed' }])
    expect((await explain(id, NO_ID)).status).toBe(404)
    expect((await explain(NO_ID, test.idOf('user_id:ada'))).status).toBe(404)
  })
})
