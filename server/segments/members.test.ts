import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Comparison } from '../../model/filter.ts'
import type { Condition } from '../../model/segment-condition.ts'
import type { EventCondition } from '../../model/segment-event.ts'
import { engines } from '../platform/testing/index.ts'
import { defaultBudget } from './cost/budget.ts'
import { createFollowChanges } from './follow-changes.ts'
import { buildWaiting, startSegmentJobs } from './jobs.ts'
import { openTestSegments, type TestSegments } from './open-test-segments.ts'
import { passTime } from './pass-time.ts'

const DAY_MS = 24 * 60 * 60 * 1000

const did = (event: string, more: Partial<EventCondition> = {}): Condition => ({
  kind: 'event',
  did: true,
  event,
  where: [],
  times: 1,
  days: null,
  ...more,
})
const plan = (value: string): Condition => ({
  kind: 'trait',
  comparison: { field: 'plan', operator: 'is', value },
})

describe.each(engines)('members of segments on the %s engine', (engine) => {
  let test: TestSegments
  let suffix = 0
  beforeAll(async () => {
    test = await openTestSegments(engine)
  })
  beforeEach(async () => {
    suffix += 1
    await sql`delete from segments`.execute(test.platform.db)
    await test.catchUp()
    await test.told()
  })
  afterAll(() => test.close())

  /** An event or a person of this test only. */
  const own = (name: string) => `${name}${suffix}`
  const types = async () => (await test.told()).map(({ type }) => type)

  it('are those who satisfied the conditions when the segment was made', async () => {
    const [ordered, ada, bob] = [own('Ordered'), own('ada'), own('bob')]
    await test.act(
      { who: `user_id:${ada}`, event: ordered, properties: { price: 20 } },
      { who: `user_id:${bob}`, event: ordered, properties: { price: 5 } },
    )
    const segment = await test.build(
      [did(ordered, { where: [{ field: 'price', operator: 'greater', value: 10 }] })],
      'Buyers',
    )
    expect(segment).toMatchObject({ state: 'live', size: 1, error: null })
    expect(segment.evaluated_at).toBe(new Date(test.platform.clock.now()).toISOString())
    expect(await test.members(segment.id)).toEqual([ada])
    const at = new Date(test.platform.clock.now()).toISOString()
    const personId = test.idOf(`user_id:${ada}`)
    expect(await test.told()).toEqual([
      {
        type: 'segment.entered',
        payload: { segmentId: segment.id, segmentName: 'Buyers', personId, at, initial: true },
      },
      {
        type: 'event.recorded',
        payload: {
          type: 'track',
          event: 'Segment Entered',
          personRef: personId,
          companyRef: null,
          properties: { segment_id: segment.id, segment_name: 'Buyers' },
          at,
        },
      },
    ])
  })

  it('enter right after what they did, and leave right after it no longer holds', async () => {
    const [ordered, ada] = [own('Ordered'), own('ada')]
    const segment = await test.build([did(ordered), plan('pro')], 'Buyers')
    await test.act({ who: `user_id:${ada}`, event: ordered })
    await test.catchUp()
    expect(await test.members(segment.id)).toEqual([])
    await test.act({ who: `user_id:${ada}`, traits: { plan: 'PRO' } })
    await test.catchUp()
    expect(await test.members(segment.id)).toEqual([ada])
    expect(await test.find(segment.id)).toMatchObject({ size: 1 })
    await test.act({ who: `user_id:${ada}`, traits: { plan: 'free' } })
    await test.catchUp()
    expect(await test.find(segment.id)).toMatchObject({ size: 0 })
    const told = await test.told()
    expect(told.map(({ type, payload }) => payload['event'] ?? type)).toEqual([
      'segment.entered',
      'Segment Entered',
      'segment.left',
      'Segment Left',
    ])
    expect(told[0]?.payload).not.toHaveProperty('initial')
  })

  it('are counted by what they did under every identifier', async () => {
    const [viewed, ada] = [own('Viewed'), own('ada')]
    const segment = await test.build([did(viewed, { times: 3 })])
    await test.act(
      { who: `anonymous_id:${ada}-phone`, event: viewed },
      { who: `anonymous_id:${ada}-laptop`, event: viewed },
    )
    await test.act({ who: [`user_id:${ada}`, `anonymous_id:${ada}-phone`], event: viewed })
    await test.catchUp()
    expect(await test.find(segment.id)).toMatchObject({ size: 0 })
    await test.act({ who: [`user_id:${ada}`, `anonymous_id:${ada}-laptop`] })
    await test.catchUp()
    expect(await test.find(segment.id)).toMatchObject({ size: 1 })
  })

  it('enter once, however often it is told that they changed', async () => {
    const [ordered, ada] = [own('Ordered'), own('ada')]
    await test.build([did(ordered)])
    const tell = await test.store({ who: `user_id:${ada}`, event: ordered })
    await tell()
    await tell()
    await test.catchUp()
    await tell()
    await test.catchUp()
    expect(await types()).toEqual(['segment.entered', 'event.recorded'])
  })

  it('are evaluated for many segments at once', async () => {
    const names = Array.from({ length: 120 }, (_, index) => own(`E${index}-`))
    const plan: Comparison = { field: 'plan', operator: 'is', value: 'pro' }
    for (const name of names) {
      const definition = { conditions: [did(name, { where: [plan, plan] })] }
      await test.api.post('/api/v1/segments', { name, definition })
    }
    await buildWaiting(test.platform)
    await test.act({ who: `user_id:${own('ada')}`, event: names[100] ?? '', properties: { plan: 'pro' } })
    await test.catchUp()
    const { body } = await test.api.get<{ data: { name: string; size: number }[] }>(
      '/api/v1/segments?limit=1000',
    )
    expect(body.data.filter(({ size }) => size > 0).map(({ name }) => name)).toEqual([names[100]])
  })

  it('bring what they belonged to into the person they become, without entry or exit', async () => {
    const [ordered, ada] = [own('Ordered'), own('ada')]
    const [phone, laptop] = [`anonymous_id:${ada}-1`, `anonymous_id:${ada}-2`]
    const segment = await test.build([did(ordered)])
    await test.act({ who: phone, daysAgo: 2 }, { who: laptop, event: ordered, daysAgo: 1 })
    await test.catchUp()
    const { body: before } = await test.api.get<{ data: { entered_at: string }[] }>(
      `/api/v1/segments/${segment.id}/members`,
    )
    await test.told()
    test.platform.clock.advance(DAY_MS)
    await test.act({ who: [`user_id:${ada}`, phone] }, { who: [`user_id:${ada}`, laptop] })
    await test.catchUp()
    const { body: after } = await test.api.get<{ data: object[] }>(`/api/v1/segments/${segment.id}/members`)
    expect(after.data).toEqual([{ ...before.data[0], person_id: test.idOf(phone) }])
    expect(await test.find(segment.id)).toMatchObject({ size: 1 })
    expect(await types()).toEqual([])
  })

  it('count once when two of them turn out to be one, who entered when the first did', async () => {
    const [ordered, ada] = [own('Ordered'), own('ada')]
    const [phone, laptop] = [`anonymous_id:${ada}-1`, `anonymous_id:${ada}-2`]
    const segment = await test.build([did(ordered)])
    await test.act({ who: laptop, event: ordered, daysAgo: 1 })
    await test.catchUp()
    const enteredAt = new Date(test.platform.clock.now()).toISOString()
    test.platform.clock.advance(1000)
    await test.act({ who: phone, event: ordered, daysAgo: 2 })
    await test.catchUp()
    expect(await test.find(segment.id)).toMatchObject({ size: 2 })
    await test.told()
    await test.act({ who: [`user_id:${ada}`, phone] }, { who: [`user_id:${ada}`, laptop] })
    await test.catchUp()
    const { body } = await test.api.get<{ data: object[] }>(`/api/v1/segments/${segment.id}/members`)
    expect(body.data).toMatchObject([{ person_id: test.idOf(phone), entered_at: enteredAt }])
    expect(await test.find(segment.id)).toMatchObject({ size: 1 })
    expect(await types()).toEqual([])
  })

  it('follow a chain of merges that is told all at once', async () => {
    const [ordered, ada] = [own('Ordered'), own('ada')]
    const [a, b, c] = [`anonymous_id:${ada}-1`, `anonymous_id:${ada}-2`, `anonymous_id:${ada}-3`]
    const segment = await test.build([did(ordered)])
    await test.act({ who: a, daysAgo: 3 }, { who: b, daysAgo: 2 }, { who: c, event: ordered, daysAgo: 1 })
    await test.catchUp()
    await test.told()
    await test.act({ who: [`user_id:${ada}`, b] }, { who: [`user_id:${ada}`, c] })
    await test.act({ who: [`user_id:${ada}`, a] })
    await test.catchUp()
    expect(await test.members(segment.id)).toEqual([`${ada}-1`])
    expect(await test.find(segment.id)).toMatchObject({ size: 1 })
    expect(await types()).toEqual([])
  })

  it('do not leave while it has not yet been told whom they became', async () => {
    const [ordered, ada] = [own('Ordered'), own('ada')]
    const [phone, laptop] = [`anonymous_id:${ada}-1`, `anonymous_id:${ada}-2`]
    const segment = await test.build([did(ordered)])
    await test.act({ who: phone, daysAgo: 2 }, { who: laptop, event: ordered, daysAgo: 1 })
    await test.catchUp()
    const tellOfLaptop = await test.store({ who: laptop, event: own('Other') })
    await test.told()
    const tellOfMerge = await test.store(
      { who: [`user_id:${ada}`, phone] },
      { who: [`user_id:${ada}`, laptop] },
    )
    await tellOfLaptop()
    await test.catchUp()
    expect(await test.find(segment.id)).toMatchObject({ size: 1 })
    await tellOfMerge()
    await test.catchUp()
    expect(await test.members(segment.id)).toEqual([`${ada}-1`])
    expect(await types()).toEqual([])
  })

  it('change with the definition', async () => {
    const [ordered, viewed, ada, bob, eve] = [
      own('Ordered'),
      own('Viewed'),
      own('ada'),
      own('bob'),
      own('eve'),
    ]
    await test.act({ who: `user_id:${ada}`, event: ordered }, { who: `user_id:${bob}`, event: viewed })
    await test.act({ who: `user_id:${eve}`, event: ordered }, { who: `user_id:${eve}`, event: viewed })
    const segment = await test.build([did(ordered)])
    await test.told()
    const { body } = await test.api.patch<object>(`/api/v1/segments/${segment.id}`, {
      definition: { conditions: [did(viewed)] },
    })
    expect(body).toMatchObject({ state: 'building', size: 2 })
    await buildWaiting(test.platform)
    expect(await test.members(segment.id)).toEqual([bob, eve].sort())
    expect(await test.find(segment.id)).toMatchObject({ state: 'live', size: 2 })
    expect((await types()).filter((type) => type !== 'event.recorded').sort()).toEqual([
      'segment.entered',
      'segment.left',
    ])
  })

  it('are not changed by what was asked for the definition before', async () => {
    const [ordered, viewed, ada] = [own('Ordered'), own('Viewed'), own('ada')]
    const segment = await test.build([did(ordered)])
    await test.store({ who: `user_id:${ada}`, event: ordered })
    const news = {
      id: 1,
      type: 'people.changed',
      payload: { people: [test.idOf(`user_id:${ada}`)], gone: [] },
      at: new Date(),
    }
    const followChanges = createFollowChanges(defaultBudget)
    if (!('plan' in followChanges)) throw new Error('Segments ask before they write.')
    const write = await followChanges.plan([news], test.platform)
    await test.api.patch(`/api/v1/segments/${segment.id}`, { definition: { conditions: [did(viewed)] } })
    await test.platform.db.transaction().execute(write)
    expect(await test.find(segment.id)).toMatchObject({ size: 0 })
  })

  it('enter and leave as time passes', async () => {
    const [ordered, ada, bob] = [own('Ordered'), own('ada'), own('bob')]
    const recent = await test.build([did(ordered, { days: 30 })], 'recent')
    const lapsed = await test.build([did(ordered), did(ordered, { did: false, days: 30 })], 'lapsed')
    await test.act(
      { who: `user_id:${ada}`, event: ordered, daysAgo: 29 },
      { who: `user_id:${bob}`, event: ordered },
    )
    await test.catchUp()
    expect([await test.members(recent.id), await test.members(lapsed.id)]).toEqual([[ada, bob], []])
    await test.told()
    test.platform.clock.advance(2 * DAY_MS)
    await passTime(test.platform)
    await test.catchUp()
    expect([await test.members(recent.id), await test.members(lapsed.id)]).toEqual([[bob], [ada]])
    const told = (await test.told()).filter(({ type }) => type !== 'event.recorded')
    expect(told.map(({ type, payload }) => [type, payload['segmentName'], payload['initial']])).toEqual([
      ['segment.entered', 'lapsed', undefined],
      ['segment.left', 'recent', undefined],
    ])
  })

  it('are worked out in the background as soon as a segment is made', async () => {
    const [ordered, ada] = [own('Ordered'), own('ada')]
    await test.act({ who: `user_id:${ada}`, event: ordered })
    const jobs = startSegmentJobs(test.platform)
    const { body } = await test.api.post<{ id: string }>('/api/v1/segments', {
      name: 'B',
      definition: { conditions: [did(ordered)] },
    })
    await expect.poll(async () => (await test.find(body.id)).state, { timeout: 5_000 }).toBe('live')
    await jobs.stop()
    expect(await test.members(body.id)).toEqual([ada])
  })
})
