import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '../access/index.ts'
import { assignPersonIn } from '../people/index.ts'
import type { SegmentExplanation } from '../../model/segment-explanation.ts'
import { engines } from '../platform/testing/index.ts'
import { addTestDeal } from './add-test-deal.ts'
import { openTestSegments, type TestSegments } from './open-test-segments.ts'
import { passTime } from './pass-time.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

describe.each(engines)('a segment as marketers make them, on the %s engine', (engine) => {
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

  const own = (name: string) => `${name}${suffix}`
  const user = (name: string) => `user_id:${own(name)}`
  /** Lets time pass as the background job does. */
  const wait = async (milliseconds: number) => {
    test.platform.clock.advance(milliseconds)
    await passTime(test.platform)
    await test.catchUp()
  }
  const members = async (id: string) =>
    (await test.members(id)).map((value) => value.slice(0, -`${suffix}`.length))

  it('abandoned cart: who put something in and did not order within an hour', async () => {
    const [added, ordered] = [own('Product Added'), own('Order Completed')]
    const { id } = await test.build([
      {
        kind: 'sequence',
        steps: [{ event: added }],
        absent: { event: ordered, within: { amount: 1, unit: 'hour' } },
        window: { kind: 'last', amount: 1, unit: 'day' },
      },
    ])
    await test.act({ who: user('ada'), event: added }, { who: user('bob'), event: added })
    await test.act({ who: user('bob'), event: ordered })
    await test.catchUp()
    expect(await members(id)).toEqual([])
    await wait(HOUR_MS - 1000)
    expect(await members(id)).toEqual([])
    await wait(1000)
    expect(await members(id)).toEqual(['ada'])
    await wait(DAY_MS - HOUR_MS - 10_000)
    expect(await members(id)).toEqual(['ada'])
    await wait(11_000)
    expect(await members(id)).toEqual([])
    const told = (await test.told()).filter(({ type }) => type !== 'event.recorded').map(({ type }) => type)
    expect(told).toEqual(['segment.entered', 'segment.left'])
  })

  it('interested but not buying: who viewed shoes three times and never bought the same product', async () => {
    const [viewed, ordered] = [own('Viewed'), own('Ordered')]
    const shoe = (sku: string) => ({ category: 'Shoes', product_id: sku })
    const { id } = await test.build([
      {
        kind: 'event',
        event: viewed,
        times: 3,
        where: [{ field: 'category', operator: 'is', value: 'shoes' }],
      },
      {
        kind: 'sequence',
        did: false,
        steps: [
          { event: viewed, where: [{ field: 'category', operator: 'is', value: 'shoes' }] },
          { event: ordered },
        ],
        same: 'product_id',
      },
    ])
    for (const name of ['ada', 'bob', 'cleo'])
      await test.act(
        { who: user(name), event: viewed, properties: shoe('a'), daysAgo: 3 },
        { who: user(name), event: viewed, properties: shoe('b'), daysAgo: 2 },
        { who: user(name), event: viewed, properties: shoe('a'), daysAgo: 1 },
      )
    await test.act(
      { who: user('bob'), event: ordered, properties: { product_id: 'A' } },
      { who: user('cleo'), event: ordered, properties: { product_id: 'hat' } },
    )
    await test.catchUp()
    expect(await members(id)).toEqual(['ada', 'cleo'])
  })

  it('lapsed high spenders: who spent much, and nothing in the last 60 days', async () => {
    const ordered = own('Ordered')
    const { id } = await test.build([
      { kind: 'aggregate', of: 'sum', field: 'total', event: ordered, operator: 'at_least', value: 100.3 },
      {
        kind: 'occurrence',
        which: 'last',
        event: ordered,
        window: { kind: 'before_last', amount: 60, unit: 'day' },
      },
    ])
    const order = (name: string, total: unknown, daysAgo: number) => ({
      who: user(name),
      event: ordered,
      properties: { total },
      daysAgo,
    })
    await test.act(
      order('ada', '100.1', 90),
      order('ada', 0.2, 70),
      order('bob', 500, 59),
      order('cleo', 100.2, 80),
    )
    await test.catchUp()
    expect(await members(id)).toEqual(['ada'])
    await wait(2 * DAY_MS)
    expect(await members(id)).toEqual(['ada', 'bob'])
    await test.act(order('ada', 1, 0))
    await test.catchUp()
    expect(await members(id)).toEqual(['bob'])
  })

  it('activated trials: who invited somebody within 3 days of signing up, without asking for help between', async () => {
    const [signedUp, invited, asked] = [own('Signed Up'), own('Invited'), own('Asked')]
    const { id } = await test.build([
      { kind: 'trait', comparison: { field: 'plan', operator: 'is', value: 'trial' } },
      {
        kind: 'sequence',
        steps: [
          { event: signedUp },
          { event: invited, within: { amount: 3, unit: 'day' }, without: [{ event: asked }] },
        ],
      },
    ])
    const days: [name: string, invitedAgo: number, askedAgo: number | null][] = [
      ['ada', 7.5, null],
      ['bob', 6.5, null],
      ['cleo', 8, 9],
      ['dan', 8, 7],
    ]
    for (const [name, invitedAgo, askedAgo] of days) {
      await test.act({ who: user(name), event: signedUp, daysAgo: 10, traits: { plan: 'trial' } })
      await test.act({ who: user(name), event: invited, daysAgo: invitedAgo })
      if (askedAgo !== null) await test.act({ who: user(name), event: asked, daysAgo: askedAgo })
    }
    await test.catchUp()
    expect(await members(id)).toEqual(['ada', 'dan'])
  })

  it('accounts to call: people of a company with three active people and no open deal', async () => {
    const active = own('Opened')
    const { id } = await test.build([
      {
        kind: 'company',
        conditions: [
          { kind: 'people', times: 3, conditions: [{ kind: 'event', event: active, days: 7 }] },
          { kind: 'deal', has: false, where: [{ field: 'state', operator: 'is', value: 'open' }] },
        ],
      },
    ])
    const [acme, bolt] = [{ group: own('acme') }, { group: own('bolt') }]
    for (const name of ['ada', 'bob', 'eve']) await test.act({ who: user(name), company: acme })
    for (const name of ['cleo', 'dan', 'fay', 'gus'])
      await test.act({ who: user(name), company: bolt, event: active })
    await test.act({ who: user('ada'), event: active }, { who: user('bob'), event: active, daysAgo: 6 })
    await test.catchUp()
    expect(await members(id)).toEqual(['cleo', 'dan', 'fay', 'gus'])
    await test.act({ who: user('eve'), event: active })
    const deal = await addTestDeal(test, { company: bolt.group })
    await test.catchUp()
    expect(await members(id)).toEqual(['ada', 'bob', 'eve'])
    await wait(2 * DAY_MS)
    expect(await members(id)).toEqual([])
    await sql`update deals set stage_id = ${deal.lost} where id = ${deal.id}`.execute(test.platform.db)
    await test.catchUp()
    expect(await members(id)).toEqual(['cleo', 'dan', 'fay', 'gus'])
  })

  it('big open deals: who has one over 1,000 in the pipeline, wherever they are known by now', async () => {
    const { id } = await test.build([
      {
        kind: 'deal',
        where: [
          { field: 'state', operator: 'is', value: 'open' },
          { field: 'amount', operator: 'greater', value: 1000 },
        ],
      },
      { kind: 'trait', comparison: { field: 'vip', operator: 'is_not', value: true } },
    ])
    const [phone, laptop] = [`anonymous_id:${own('phone')}`, `anonymous_id:${own('laptop')}`]
    await test.act({ who: phone, daysAgo: 2 }, { who: laptop, daysAgo: 1 })
    const { id: dealId } = await addTestDeal(test, { person: laptop, amount: 900 })
    await test.catchUp()
    expect(await members(id)).toEqual([])
    await sql`update deals set amount = 1001 where id = ${dealId}`.execute(test.platform.db)
    await test.catchUp()
    expect(await members(id)).toEqual(['laptop'])
    await test.act({ who: [user('ada'), phone] }, { who: [user('ada'), laptop] })
    await test.catchUp()
    expect(await members(id)).toEqual(['phone'])
    await sql`update deals set person_ref = null, company_id = ${await someCompany(test)} where id = ${dealId}`.execute(
      test.platform.db,
    )
    await test.catchUp()
    expect(await members(id)).toEqual([])
  })

  it('runners to write to: who is in the running segment, agreed to e-mail, and has a birthday soon', async () => {
    const viewed = own('Viewed')
    const running = await test.build([
      {
        kind: 'event',
        event: viewed,
        where: [{ field: 'tags', operator: 'is', value: 'running' }],
        days: 30,
      },
    ])
    const { id } = await test.build([
      { kind: 'segment', segment: running.id },
      { kind: 'trait', comparison: { field: 'email_consent', operator: 'is', value: true } },
      { kind: 'trait', comparison: { field: 'born', operator: 'anniversary', value: 7 } },
    ])
    const inDays = (days: number) =>
      `1990${new Date(test.platform.clock.now() + days * DAY_MS).toISOString().slice(4, 10)}`
    const properties = { tags: ['outdoor', 'Running'] }
    await test.act(
      { who: user('ada'), event: viewed, properties, traits: { email_consent: true, born: inDays(8) } },
      { who: user('bob'), event: viewed, properties, traits: { email_consent: false, born: inDays(1) } },
      { who: user('cleo'), event: viewed, properties, traits: { email_consent: true, born: inDays(40) } },
    )
    await test.catchUp()
    expect(await members(id)).toEqual([])
    await wait(DAY_MS)
    expect(await members(id)).toEqual(['ada'])
    await wait(8 * DAY_MS)
    expect(await members(id)).toEqual([])
  })

  it('whom a newsletter may go to: who has an address and has not said stop, with a consent or without', async () => {
    const reached = await test.build([{ kind: 'reach', channel: 'email' }])
    const agreed = await test.build([{ kind: 'reach', channel: 'email', consent: own('news') }])
    const email = `${own('a')}@example.com`
    const news = own('news')
    await test.act(
      { who: user('ada'), traits: { email, [news]: true } },
      { who: user('bob'), traits: { email: `b${email}` } },
      { who: user('cleo'), traits: { phone: '+43 1 5' } },
    )
    await test.catchUp()
    const held = async () =>
      [await members(reached.id), await members(agreed.id)].map((names) =>
        names.filter((name) => ['ada', 'bob', 'cleo'].includes(name)),
      )
    expect(await held()).toEqual([['ada', 'bob'], ['ada']])
    await test.act(
      { who: user('ada'), traits: { unsubscribed: true } },
      { who: user('bob'), traits: { email_consent: 'no', [news]: true } },
    )
    await test.catchUp()
    expect(await held()).toEqual([[], []])
    const { body } = await test.api.get<SegmentExplanation>(
      `/api/v1/segments/${reached.id}/people/${test.idOf(user('ada'))}/explanation`,
    )
    const [reach] = body.conditions
    expect(reach?.words).toBe('who can be reached by e-mail')
    expect(reach?.conditions.filter(({ holds }) => !holds).map(({ words }) => words)).toEqual([
      'whose unsubscribed is not “true”, “yes” or “1”',
    ])
  })

  it('whose customers they are: who enters and leaves as people and companies are given away', async () => {
    const { db } = test.platform
    const [ana, ben] = [own('ana'), own('ben')]
    for (const id of [ana, ben])
      await sql`insert into users (id, name, email) values (${id}, ${id}, ${`${id}@example.com`})`.execute(db)
    const give = async (who: string, ownerId: string | null) => {
      const { rows } = await sql<{ person_id: string }>`
        select person_id from identifiers where id = ${test.idOf(who.includes(':') ? who : user(who))}`.execute(
        db,
      )
      const at = new Date(test.platform.clock.now())
      const id = rows[0]?.person_id ?? ''
      await db.transaction().execute((trx) => assignPersonIn(trx, systemActor, { id, ownerId, at }))
      await test.catchUp()
    }
    await test.act(
      { who: user('ada'), company: { group: own('acme') } },
      { who: user('bob') },
      { who: user('cleo') },
    )
    await test.catchUp()
    const mine = await test.build([{ kind: 'owner', owners: [ana] }])
    const others = await test.build([{ kind: 'owner', is: false, owners: [ana, null] }])
    const ofCompany = await test.build([
      { kind: 'company', conditions: [{ kind: 'owner', owners: [ben] }] },
      { kind: 'owner', is: false, owners: [ben] },
    ])
    const held = async () => [await members(mine.id), await members(others.id), await members(ofCompany.id)]
    await give('ada', ana)
    await give('bob', ben)
    expect(await held()).toEqual([['ada'], ['bob'], []])
    await sql`update companies set owner_id = ${ben} where id = ${test.companyOf(own('acme'))}`.execute(db)
    await give('cleo', ana)
    expect(await held()).toEqual([['ada', 'cleo'], ['bob'], ['ada']])
    // Whoever was given away last decides whose a person is who was two.
    test.platform.clock.advance(1000)
    const device = `anonymous_id:${own('device')}`
    await test.act({ who: device })
    await give(device, ana)
    await test.act({ who: [user('bob'), device] })
    await give('cleo', null)
    expect(await held()).toEqual([['ada', 'bob'], [], ['ada']])
    expect((await test.api.delete(`/api/v1/users/${ana}?records_to=${ben}`)).status).toBe(204)
    await test.catchUp()
    expect(await held()).toEqual([[], ['ada', 'bob'], []])
    const again = await test.api.patch<{ error: { message: string } }>(`/api/v1/segments/${mine.id}`, {
      definition: { conditions: [{ kind: 'owner', owners: [ana] }] },
    })
    expect([again.status, again.body.error.message]).toEqual([
      400,
      expect.stringContaining('It names an owner who is not, or no longer, a user'),
    ])
  })
})

async function someCompany({ platform: { db } }: TestSegments): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from companies limit 1`.execute(db)
  return rows[0]?.id
}
