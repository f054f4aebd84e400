import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SegmentCost } from '../../../model/segment-cost.ts'
import type { Segment } from '../../../model/segment.ts'
import { startProcessors } from '../../platform/outbox/index.ts'
import { createFollowChanges } from '../follow-changes.ts'
import { buildWaiting } from '../jobs.ts'
import { openTestSegments, type TestSegments } from '../open-test-segments.ts'
import type { Budget } from './budget.ts'
import { writeCosts } from './cost-meter.ts'
import { makeUp, walkSlowed } from './walk-slowed.ts'

const MANY = 600_000
const HOUR_MS = 3_600_000
/** So little that a definition of seconds is far beyond it, and one of milliseconds far below. */
const budget: Budget = { live: 500, full: 1_500 }

describe('what segments cost', () => {
  let test: TestSegments
  let budgeted: Segment
  beforeAll(async () => {
    test = await openTestSegments('embedded')
    // Somebody who did a thing so often that putting it in order, step after step, takes seconds.
    await test.act({ who: 'user_id:busy', event: 'Clicked' }, { who: 'user_id:calm', event: 'Clicked' })
    await test.platform.warehouse.command(
      `insert into events (identifier_id, timestamp, person_id, type, event, properties)
       select {id:UUID}, toDateTime64('2026-01-01', 3, 'UTC') + number, {id:UUID}, 'track', 'Clicked', '{}' from numbers({many:UInt64})`,
      { id: test.idOf('user_id:busy'), many: MANY },
    )
    budgeted = await test.build([{ kind: 'event', event: 'Bought' }], 'Buyers')
    for (const times of [2, 3, 4, 5])
      await test.build(
        [{ kind: 'event', event: 'Bought', did: true, where: [], times, days: null }],
        'Buyers',
      )
  }, 60_000)
  beforeEach(async () => {
    await sql`delete from segments where name <> 'Buyers'`.execute(test.platform.db)
    await test.catchUp()
    await test.told()
  })
  afterAll(() => test.close())

  const slowConditions = [
    {
      kind: 'sequence' as const,
      did: true,
      same: 'nothing',
      steps: Array.from({ length: 4 }, () => ({ event: 'Clicked', where: [] })),
    },
    ...Array.from({ length: 4 }, (_, step) => ({
      kind: 'sequence' as const,
      did: false,
      steps: Array.from({ length: 4 }, () => ({ event: 'Clicked', where: [] })),
      within: { amount: step + 1, unit: 'minute' as const },
    })),
  ]
  const follow = async () => {
    const processors = startProcessors(test.platform, [createFollowChanges(budget)])
    await processors.idle()
    await processors.stop()
  }
  const cost = async (id: string) => (await test.api.get<SegmentCost>(`/api/v1/segments/${id}/cost`)).body
  const asLive = (id: string) =>
    sql`update segments set state = 'live' where id = ${id}`.execute(test.platform.db)
  const slowSegment = async () => {
    const { body } = await test.api.post<Segment>('/api/v1/segments', {
      name: 'Slow',
      definition: { match: 'any', conditions: slowConditions },
    })
    return body
  }

  it('a really slow one is slowed down and nobody else, its owner hears of it, and it is still evaluated', async () => {
    const { id } = await slowSegment()
    await asLive(id)
    await test.act({ who: 'user_id:busy', event: 'Bought' }, { who: 'user_id:calm', event: 'Bought' })
    await follow()
    expect(await test.members(budgeted.id)).toEqual(['busy', 'calm'])
    expect((await test.find(budgeted.id)).pace).toBe('live')
    expect(await test.find(id)).toMatchObject({ pace: 'slowed', state: 'live' })
    expect((await cost(id)).slowed).toMatchObject({ reason: expect.stringContaining('0.5 seconds') })
    const told = (await test.told()).filter(({ type }) => type === 'segment.slowed')
    expect(told.map(({ payload }) => payload['segmentName'])).toEqual(['Slow'])
    const start = performance.now()
    await test.act({ who: 'user_id:busy', event: 'Bought' })
    await follow()
    expect(performance.now() - start).toBeLessThan(2_000)
    for (let left = 20; left > 0 && (await walkSlowed(test.platform, { ...budget, live: 60_000 })); left--)
      test.platform.clock.advance(HOUR_MS)
    expect(await test.members(id)).toEqual(['calm'])
  }, 120_000)

  it('is slowed while it is being built, too, and the others are built', async () => {
    const slow = await slowSegment()
    const { body: quick } = await test.api.post<Segment>('/api/v1/segments', {
      name: 'Quick',
      definition: { conditions: [{ kind: 'event', event: 'Clicked' }] },
    })
    await buildWaiting(test.platform, () => false, { live: 300, full: 300 })
    expect(await test.find(quick.id)).toMatchObject({ state: 'live', pace: 'live', size: 2 })
    expect(await test.find(slow.id)).toMatchObject({ state: 'building', pace: 'slowed' })
  }, 120_000)

  it('follows what happens again by itself when it has become cheap, and makes up for what it did not see', async () => {
    const { id } = await test.build([{ kind: 'event', event: 'Rated' }], 'Raters')
    await sql`update segments set pace = 'slowed', slowed_at = now(), slowed_reason = 'x', round_next = ${new Date(test.platform.clock.now())} where id = ${id}`.execute(
      test.platform.db,
    )
    await test.act({ who: 'user_id:calm', event: 'Rated' })
    await follow()
    expect(await test.members(id)).toEqual([])
    expect(await walkSlowed(test.platform)).toBe(true)
    expect(await test.members(id)).toEqual(['calm'])
    expect((await test.find(id)).pace).toBe('returning')
    await test.act({ who: 'user_id:busy', event: 'Rated' })
    await follow()
    expect(await test.members(id)).toEqual(['busy', 'calm'])
    await makeUp(test.platform)
    expect((await test.find(id)).pace).toBe('live')
    const told = (await test.told()).filter(({ type }) => type.startsWith('segment.'))
    expect(told.map(({ type }) => type)).toEqual(['segment.entered', 'segment.unslowed', 'segment.entered'])
  })

  it('is never slowed when an administrator exempts it', async () => {
    const { id } = await slowSegment()
    await asLive(id)
    const { body } = await test.api.put<SegmentCost>(`/api/v1/segments/${id}/exemption`)
    expect(body).toMatchObject({ exempt: true, pace: 'live' })
    await test.act({ who: 'user_id:busy', event: 'Bought' })
    await follow()
    expect((await test.find(id)).pace).toBe('live')
    expect((await test.api.delete<SegmentCost>(`/api/v1/segments/${id}/exemption`)).body.exempt).toBe(false)
  }, 60_000)

  it('is counted to the day, and as a share of what all cost', async () => {
    const { id } = await test.build([{ kind: 'event', event: 'Rated' }], 'Raters')
    await test.act({ who: 'user_id:calm', event: 'Rated' })
    await follow()
    await writeCosts(test.platform)
    const found = await cost(id)
    expect(found.seconds_a_day).toBeGreaterThan(0)
    expect(found.rows_a_day).toBeGreaterThan(0)
    expect(found.evaluations_a_day).toBeGreaterThanOrEqual(1)
    expect(found.share).toBeGreaterThan(0)
    expect(found.share).toBeLessThan(1)
    expect(found.days).toHaveLength(1)
    expect(found.trend).toBeNull()
  })
})
