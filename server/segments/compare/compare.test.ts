import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Condition } from '../../../model/segment-condition.ts'
import type { SegmentMakeUp, SegmentOverlap } from '../../../model/segment-compare.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestSegments, type TestSegments } from '../open-test-segments.ts'

const has = (field: string): Condition => ({
  kind: 'trait',
  comparison: { field, operator: 'is', value: 'yes' },
})

describe.each(engines)('segments beside each other on the %s engine', (engine) => {
  let test: TestSegments
  let ids: string[]
  beforeAll(async () => {
    test = await openTestSegments(engine)
    const traits = (index: number) => ({
      a: index < 60 ? 'yes' : 'no',
      b: index >= 40 && index < 90 ? 'yes' : 'no',
      c: index >= 50 && index < 55 ? 'yes' : 'no',
      country: index < 50 ? 'France' : 'Spain',
      email: `person-${index}@example.com`,
    })
    await test.act(
      ...Array.from({ length: 100 }, (_, index) => [
        { who: `user_id:p${index}`, traits: traits(index) },
        ...(index < 30 ? [{ who: `user_id:p${index}`, event: 'Ordered' }] : []),
        ...(index < 10 ? [{ who: `user_id:p${index}`, event: 'Long Ago', daysAgo: 200 }] : []),
        { who: `user_id:p${index}`, type: 'page' },
      ]).flat(),
    )
    await test.catchUp()
    ids = []
    for (const name of ['a', 'b', 'c']) ids.push((await test.build([has(name)], name.toUpperCase())).id)
  })
  afterAll(() => test.close())

  const overlap = (which: string) =>
    test.api.get<SegmentOverlap>(`/api/v1/segments/overlap?segments=${which}`)

  it('have people in common', async () => {
    const { body } = await overlap(ids.join(','))
    expect(body.segments.map(({ name, size }) => [name, size])).toEqual([
      ['A', 60],
      ['B', 50],
      ['C', 5],
    ])
    expect(body.parts).toEqual([
      { in: [0], count: 40 },
      { in: [0, 1], count: 15 },
      { in: [0, 1, 2], count: 5 },
      { in: [1], count: 30 },
    ])
    expect(body.estimated).toBe(false)
  })

  it('are two or three that there are', async () => {
    for (const wrong of [ids[0], `${ids[0]},${ids[0]}`, `${ids.join(',')},${crypto.randomUUID()}`, 'a,b'])
      expect((await overlap(wrong ?? '')).status).toBe(400)
    expect((await overlap(`${ids[0]},${crypto.randomUUID()}`)).status).toBe(404)
  })

  it('differ in traits and in what people did of late, most first', async () => {
    const { body } = await test.api.get<SegmentMakeUp>(`/api/v1/segments/${ids[0]}/comparison?with=${ids[1]}`)
    expect(body.segments).toMatchObject([
      { name: 'A', looked_at: 60 },
      { name: 'B', looked_at: 50 },
    ])
    const france = body.traits.find(({ value }) => value === 'France')
    expect(france).toEqual({ trait: 'country', value: 'France', mine: 50 / 60, theirs: 10 / 50 })
    expect(body.traits.some(({ trait }) => trait === 'email')).toBe(false)
    const gaps = body.traits.map(({ mine, theirs }) => Math.abs(mine - theirs))
    expect(gaps).toEqual(gaps.toSorted((a, b) => b - a))
    expect(body.events).toEqual([
      { event: 'Ordered', mine: 0.5, theirs: 0 },
      { event: 'page', mine: 1, theirs: 1 },
    ])
  })
})
