import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { publish, startProcessors } from '../../platform/outbox/index.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestDestinations, type TestDestinations } from '../open-test-destinations.ts'
import { destinationProcessors } from './processor.ts'

const url = 'https://hooks.example/kith'

describe.each(engines)('messages about segments on the %s engine', (engine) => {
  let test: TestDestinations
  beforeAll(async () => {
    test = await openTestDestinations(engine)
  })
  afterEach(() => test.reset())
  afterAll(() => test.close())

  const names = async () => (await test.deliveries()).map(({ destination_name }) => destination_name).sort()

  it('tell who the person is, in the shape of a track call', async () => {
    await test.add({ url })
    const personId = await test.person(
      { user_id: 'u1', anonymous_id: 'a1', email: 'ada@example.com' },
      { plan: 'pro' },
    )
    const segmentId = randomUUID()
    await test.entered({ personId, segmentId, segmentName: 'Frequent buyers' })
    const [delivery] = await test.deliveries()
    expect(delivery).toMatchObject({
      event: 'Segment Entered',
      person_id: personId,
      state: 'waiting',
      attempts: 0,
    })
    const segment = { segment_id: segmentId, segment_name: 'Frequent buyers' }
    expect(delivery?.payload).toEqual({
      type: 'track',
      event: 'Segment Entered',
      messageId: delivery?.id,
      timestamp: new Date(test.platform.clock.now()).toISOString(),
      userId: 'u1',
      anonymousId: 'a1',
      context: {
        traits: { plan: 'pro' },
        externalIds: expect.arrayContaining([
          { id: 'u1', type: 'user_id', collection: 'users', encoding: 'none' },
          { id: 'ada@example.com', type: 'email', collection: 'users', encoding: 'none' },
        ]),
        personas: segment,
      },
      properties: { ...segment, person_id: personId },
    })
  })

  it('tell of a company by its group, and of no person', async () => {
    await test.add({ url })
    const id = randomUUID()
    await sql`
      insert into companies (id, group_id, name, traits, first_seen, last_seen)
      values (${id}, ${id}, 'Acme', '{"tier": {"v": "gold"}}', now(), now())`.execute(test.platform.db)
    const segmentId = randomUUID()
    const at = new Date(test.platform.clock.now()).toISOString()
    await publish(test.platform.db, [
      { type: 'segment.company_entered', payload: { segmentId, segmentName: 'Accounts', companyId: id, at } },
    ])
    const processors = startProcessors(test.platform, destinationProcessors)
    await processors.idle()
    await processors.stop()
    const [delivery] = await test.deliveries()
    expect(delivery).toMatchObject({ event: 'Segment Entered', person_id: null })
    expect(delivery?.payload).toMatchObject({
      userId: null,
      context: { groupId: id, group: { name: 'Acme', traits: { tier: 'gold' } } },
      properties: { segment_id: segmentId, company_id: id, group_id: id },
    })
  })

  it('say whether the person entered, left, or was there from the start', async () => {
    await test.add({ url })
    await test.entered({ initial: true })
    await test.left({})
    const payloads = (await test.deliveries()).map(({ payload }) => payload)
    expect(payloads).toContainEqual(
      expect.objectContaining({
        event: 'Segment Entered',
        properties: expect.objectContaining({ initial: true }),
      }),
    )
    expect(payloads).toContainEqual(expect.objectContaining({ event: 'Segment Left' }))
  })

  it('go to every destination that is switched on and hears of the segment', async () => {
    const [mine, other] = [randomUUID(), randomUUID()]
    await test.add({ url, name: 'all' })
    await test.add({ url, name: 'mine', segment_ids: [mine] })
    await test.add({ url, name: 'both', segment_ids: [other, mine] })
    await test.add({ url, name: 'other', segment_ids: [other] })
    await test.add({ url, name: 'off', enabled: false })
    await test.entered({ segmentId: mine })
    expect(await names()).toEqual(['all', 'both', 'mine'])
  })

  it('follow a person who is one with another by now', async () => {
    await test.add({ url })
    const before = await test.person({ anonymous_id: 'a2' })
    const other = await test.person({ user_id: 'u2' }, { name: 'Grace' })
    const now = await test.person({ user_id: 'u2', anonymous_id: 'a2' })
    await test.entered({ personId: before }, { personId: other })
    const deliveries = await test.deliveries()
    expect(deliveries.map(({ person_id }) => person_id)).toEqual([now, now])
    for (const { payload } of deliveries)
      expect(payload).toMatchObject({ userId: 'u2', context: { traits: { name: 'Grace' } } })
  })

  it('are made for people of whom nothing is left, too', async () => {
    await test.add({ url })
    const personId = randomUUID()
    await test.left({ personId })
    const [delivery] = await test.deliveries()
    expect(delivery).toMatchObject({
      person_id: personId,
      payload: { userId: null, context: { traits: {} } },
    })
  })

  it('are made once though the news came twice', async () => {
    await test.add({ url })
    const { platform } = test
    const at = new Date().toISOString()
    const payload = { segmentId: randomUUID(), segmentName: 'S', personId: randomUUID(), at }
    const news = { id: 4_711, type: 'segment.entered', payload, at: new Date() }
    for (const processor of destinationProcessors) {
      if (!('run' in processor)) continue
      await platform.db.transaction().execute((trx) => processor.run([news, news], { trx, platform }))
      await platform.db.transaction().execute((trx) => processor.run([news], { trx, platform }))
    }
    expect(await test.deliveries()).toHaveLength(1)
  })
})
