import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../model/json.ts'
import { publish, recordEvent, startProcessors, type Processors } from '../../platform/outbox/index.ts'
import { engines, openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { recordedEvents } from '../record-processor.ts'
import { openTestCollect, type TestCollect } from '../testing/open-test-collect.ts'
import { sendBatch } from '../testing/send.ts'

type Person = { id: string; name: string | null; email: string | null; traits: JsonObject }

describe.each(engines)('the pipeline on the %s engine', (engine) => {
  let platform: TestPlatform
  let collect: TestCollect
  let processors: Processors
  beforeAll(async () => {
    platform = await openTestPlatform(engine)
    collect = await openTestCollect(platform)
    processors = startProcessors(platform, [recordedEvents])
  })
  afterAll(async () => {
    await processors.stop()
    await collect.close()
    await platform.close()
  })

  let count = 0
  const event = (fields: object) => ({
    type: 'track',
    event: 'Clicked',
    messageId: `message-${++count}`,
    ...fields,
  })
  const send = async (...events: object[]) => {
    platform.clock.advance(1_000)
    expect((await sendBatch(collect.url, events)).status).toBe(200)
    await collect.pipeline.idle()
  }
  const personOf = async (value: string) => {
    const { rows } = await sql<Person>`
      select p.id, p.name, p.email, p.traits from identifiers i join people p on p.id = i.person_id where i.value = ${value}`.execute(
      platform.db,
    )
    return rows[0]
  }
  const idOf = async (value: string) =>
    (await sql<{ id: string }>`select id from identifiers where value = ${value}`.execute(platform.db))
      .rows[0]?.id ?? ''
  const lastNews = async () => {
    const { rows } = await sql<{
      payload: JsonObject
    }>`select payload from outbox where type = 'people.changed' order by id desc limit 1`.execute(platform.db)
    return rows[0]?.payload
  }
  const storedUnder = (identifierId: string) =>
    platform.warehouse.rows<{ type: string; event: string; person: string; properties: JsonObject }>(
      'select type, event, person_id as person, properties from events where identifier_id = {identifierId:UUID} order by timestamp, message_id',
      { identifierId },
    )

  it('makes events into a person with traits, a company, a timeline, and news of it', async () => {
    await send(
      event({
        type: 'identify',
        userId: 'ada',
        traits: { name: 'Ada', email: 'Ada@Example.com', plan: 'pro' },
      }),
      event({ userId: 'ada', event: 'Order Completed', properties: { value: 12.5, when: '2024-01-01' } }),
      event({ type: 'group', userId: 'ada', groupId: 'acme', traits: { name: 'Acme', seats: 7 } }),
    )
    const person = await personOf('ada')
    expect(person).toMatchObject({
      name: 'Ada',
      email: 'Ada@Example.com',
      traits: { name: 'Ada', email: 'Ada@Example.com', plan: 'pro' },
    })
    expect((await personOf('ada@example.com'))?.id).toBe(person?.id)
    const { rows: companies } = await sql`
      select c.name, c.traits -> 'seats' ->> 'v' as seats from companies c join company_members m on m.company_id = c.id
      join identifiers i on i.id = m.identifier_id where i.value = 'ada'`.execute(platform.db)
    expect(companies).toEqual([{ name: 'Acme', seats: '7' }])
    const id = await idOf('ada')
    expect(await storedUnder(id)).toMatchObject([
      { type: 'identify', person: person?.id },
      {
        type: 'track',
        event: 'Order Completed',
        person: person?.id,
        properties: { value: 12.5, when: '2024-01-01' },
      },
      { type: 'group', person: person?.id, properties: { name: 'Acme', seats: 7 } },
    ])
    const [snapshot] = await platform.warehouse.rows(
      'select traits from people final where person_id = {id:UUID}',
      { id: person?.id },
    )
    expect(snapshot).toEqual({ traits: person?.traits })
    expect(await lastNews()).toEqual({
      people: [person?.id],
      profiles: [person?.id],
      events: ['identify', 'Order Completed', 'group'],
      did: [[0, 1, 2]],
      seen: [],
      gone: [],
      removed: [],
      renamed: [],
      regrouped: [],
    })
  })

  it('joins two people when an event names both, tells who is gone, and corrects the warehouse', async () => {
    await send(event({ anonymousId: 'visitor', event: 'Product Viewed' }))
    await send(event({ type: 'identify', userId: 'bob', traits: { name: 'Bob' } }))
    const [visitor, bob] = [await personOf('visitor'), await personOf('bob')]
    expect(visitor?.id).not.toBe(bob?.id)
    await send(event({ type: 'identify', userId: 'bob', anonymousId: 'visitor', traits: {} }))
    expect(await personOf('bob')).toEqual({ ...visitor, name: 'Bob', traits: { name: 'Bob' } })
    expect(await lastNews()).toMatchObject({
      people: expect.arrayContaining([visitor?.id]),
      gone: [{ from: bob?.id, to: visitor?.id }],
    })
    const [override] = await platform.warehouse.rows(
      `select joinGet('identity_overrides', 'person_id', {id:UUID}) as person`,
      { id: await idOf('bob') },
    )
    expect(override).toEqual({ person: visitor?.id })
    const left = await platform.warehouse.rows(
      'select person_id from people final where person_id = {id:UUID}',
      { id: bob?.id },
    )
    expect(left).toEqual([])
  })

  it('puts what Kith itself records under the person it is about, also by an id of before a merge', async () => {
    await send(event({ anonymousId: 'seller-device' }))
    await send(event({ type: 'identify', userId: 'seller', traits: { name: 'Sam' } }))
    const former = await idOf('seller')
    const record = async (name: string) => {
      await platform.db.transaction().execute((trx) =>
        recordEvent(trx, {
          type: 'track',
          event: name,
          personRef: former,
          companyRef: null,
          properties: { amount: 5 },
        }),
      )
      await processors.idle()
      await collect.pipeline.idle()
    }
    await record('Deal Created')
    await send(event({ type: 'identify', userId: 'seller', anonymousId: 'seller-device', traits: {} }))
    await record('Deal Won')
    const now = (await personOf('seller'))?.id
    expect(now).not.toBe(former)
    const deals = (await storedUnder(former)).filter(({ event: name }) => name.startsWith('Deal'))
    expect(deals).toMatchObject([
      { event: 'Deal Created', person: former, properties: { amount: 5 } },
      { event: 'Deal Won', person: now },
    ])
    expect(await lastNews()).toMatchObject({ people: [now] })
  })

  it('puts what Kith records about a company under the company, and drops with a reason what is about nobody', async () => {
    await send(event({ type: 'group', userId: 'eve', groupId: 'globex', traits: {} }))
    const { rows } = await sql<{ id: string }>`select id from companies where group_id = 'globex'`.execute(
      platform.db,
    )
    const companyRef = rows[0]?.id ?? ''
    const stranger = '00000000-0000-4000-8000-0000000000ff'
    const recorded = { type: 'track', properties: {} } as const
    await platform.db
      .transaction()
      .execute((trx) =>
        recordEvent(
          trx,
          { ...recorded, event: 'Deal Lost', personRef: null, companyRef },
          { ...recorded, event: 'Of Nobody', personRef: null, companyRef: null },
          { ...recorded, event: 'Of A Stranger', personRef: stranger, companyRef: null },
        ),
      )
    await processors.idle()
    await collect.pipeline.idle()
    expect(await storedUnder(companyRef)).toMatchObject([{ event: 'Deal Lost' }])
    const dropped = await platform.warehouse.rows(
      `select event, reason from dropped_events where startsWith(event, 'Of ') order by event`,
    )
    expect(dropped).toEqual([
      { event: 'Of A Stranger', reason: 'no_identity' },
      { event: 'Of Nobody', reason: 'no_identity' },
    ])
  })

  it('counts a recorded event once, though it was put into the log twice', async () => {
    await send(event({ userId: 'once' }))
    const id = await idOf('once')
    await publish(platform.db, [
      {
        type: 'event.recorded',
        payload: { type: 'track', event: 'Told', personRef: id, companyRef: null, properties: {} },
      },
    ])
    await processors.idle()
    await sql`update processor_cursors set txid = '0', id = 0 where name = ${recordedEvents.name}`.execute(
      platform.db,
    )
    processors.wake()
    await processors.idle()
    await collect.pipeline.idle()
    expect((await storedUnder(id)).filter(({ event: name }) => name === 'Told')).toHaveLength(1)
  })

  it('stores the others when the database refuses an event, and says which it refused and why', async () => {
    await sql`alter table identifiers add constraint no_refused check (value <> 'refused')`.execute(
      platform.db,
    )
    await send(
      event({ userId: 'before', traits: { a: 1 }, type: 'identify' }),
      event({ userId: 'refused', messageId: 'refused-message' }),
      event({ userId: 'after' }),
      event({ userId: 'before', event: 'Later' }),
    )
    expect([await personOf('before'), await personOf('refused'), await personOf('after')]).toMatchObject([
      { traits: { a: 1 } },
      undefined,
      {},
    ])
    expect(await storedUnder(await idOf('before'))).toHaveLength(2)
    const dropped = await platform.warehouse.rows(
      `select step, reason, detail from dropped_events where message_id = 'refused-message'`,
    )
    expect(dropped).toEqual([
      { step: 'resolveIdentity', reason: 'invalid', detail: expect.stringContaining('no_refused') },
    ])
    expect(collect.pipeline.health().error).toBeNull()
  })

  it('counts and times each step, and empties the log', async () => {
    const before = collect.pipeline.health()
    await send(event({ userId: 'counted' }), event({ userId: 'counted' }), { type: 'nonsense' })
    const steps = new Map(before.steps.map((step) => [step.name, step]))
    const grown = collect.pipeline
      .health()
      .steps.map(({ name, events, dropped }) => [
        name,
        events - (steps.get(name)?.events ?? 0),
        dropped - (steps.get(name)?.dropped ?? 0),
      ])
    expect(grown).toEqual([
      ['dropInvalid', 3, 1],
      ['dropDuplicate', 2, 0],
      ['normalizeTime', 2, 0],
      ['enrichContext', 2, 0],
      ['findIdentifiers', 2, 0],
      ['resolveIdentity', 2, 0],
      ['storeEvent', 2, 0],
      ['publishChanges', 2, 0],
    ])
    expect([platform.log.size(), platform.log.read(0, { maxRecords: 10, maxBytes: Infinity })]).toEqual([
      0,
      [],
    ])
  })
})
