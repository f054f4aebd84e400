import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Overview } from '../../model/home.ts'
import { createFirstAccess, registerAccess } from '../access/index.ts'
import {
  engines,
  injectAs,
  openTestHttp,
  openTestPlatform,
  type TestPlatform,
} from '../platform/testing/index.ts'
import { registerInsightRoutes } from './index.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const [SHOP, OLD, OFF, KITH] = Array.from({ length: 4 }, () => randomUUID())

describe.each(engines)('the overview on the %s engine', (engine) => {
  let platform: TestPlatform
  let read: () => Promise<Overview>
  let close: () => Promise<void>

  beforeAll(async () => {
    platform = await openTestPlatform(engine)
    // Midday, so that "two hours ago" is today.
    platform.clock.set(Math.floor(Date.now() / DAY_MS) * DAY_MS + 12 * HOUR_MS)
    const app = await openTestHttp()
    const { mail } = registerAccess(app, platform, {})
    await createFirstAccess(platform, { apiKey: 'all' })
    registerInsightRoutes(app, platform, mail)
    const api = injectAs(app, 'all')
    read = async () => (await api.get<Overview>('/api/v1/overview')).body
    close = async () => {
      await app.close()
      await platform.close()
    }
  })
  afterAll(() => close())

  const ago = (milliseconds: number) => new Date(platform.clock.now() - milliseconds)

  it('of an empty installation shows nothing and no trouble', async () => {
    expect(await read()).toEqual({
      people: 0,
      companies: 0,
      people_new_7d: 0,
      events_total: 0,
      events_today: 0,
      open_deals: { count: 0, amount: 0, currency: 'EUR' },
      waiting_events: 0,
      sources: [],
      troubles: [],
    })
  })

  it('counts people and companies, and who is new this week', async () => {
    const { db } = platform
    for (const days of [1, 6, 8]) {
      await sql`insert into people (id, first_seen, last_seen) values (${randomUUID()}, ${ago(days * DAY_MS)}, now())`.execute(
        db,
      )
    }
    await sql`
      insert into companies (id, group_id, first_seen, last_seen) values (${randomUUID()}, 'acme', now(), now())`.execute(
      db,
    )
    expect(await read()).toMatchObject({ people: 3, people_new_7d: 2, companies: 1 })
  })

  it('takes the count of a large table from the statistics of the database', async () => {
    const believe = (rows: number) =>
      sql`update pg_class set reltuples = ${rows} where oid = 'companies'::regclass`.execute(platform.db)
    await believe(1_234_567)
    expect((await read()).companies).toBe(1_234_567)
    await believe(-1)
    expect((await read()).companies).toBe(1)
  })

  it('counts events in all, of today and by source, and leaves out the source of Kith itself', async () => {
    const { db, warehouse } = platform
    await sql`
      insert into sources (id, name, kind, write_key, last_event_at, created_at) values
        (${SHOP}, 'Shop', 'browser', 'shop', ${ago(HOUR_MS)}, '2026-01-01'),
        (${KITH}, 'Kith', 'internal', 'kith', ${ago(HOUR_MS)}, '2026-01-02')`.execute(db)
    const event = (source_id: string | undefined, hours: number, late = 0) => ({
      source_id,
      message_id: randomUUID(),
      timestamp: ago((hours + late) * HOUR_MS).getTime(),
      received_at: ago(hours * HOUR_MS).getTime(),
    })
    await warehouse.insert(
      'events',
      [event(SHOP, 1), event(SHOP, 2, 20), event(SHOP, 13), event(SHOP, 25), event(KITH, 1)],
      randomUUID(),
    )
    expect(await read()).toMatchObject({
      events_total: 5,
      events_today: 2,
      sources: [{ id: SHOP, name: 'Shop', last_event_at: ago(HOUR_MS).toISOString(), events_24h: 3 }],
      troubles: [],
    })
  })

  it('adds up open deals in the currency of most of them', async () => {
    const { db } = platform
    const [pipeline, open, won, company] = Array.from({ length: 4 }, () => randomUUID())
    await sql`insert into pipelines (id, name, currency) values (${pipeline}, 'Sales', 'CHF')`.execute(db)
    expect((await read()).open_deals).toEqual({ count: 0, amount: 0, currency: 'CHF' })
    await sql`
      insert into stages (id, pipeline_id, name, kind, probability, position) values
        (${open}, ${pipeline}, 'Open', 'open', 50, 0), (${won}, ${pipeline}, 'Won', 'won', 100, 1)`.execute(
      db,
    )
    await sql`insert into companies (id, group_id, first_seen, last_seen) values (${company}, 'c', now(), now())`.execute(
      db,
    )
    const deal = (
      stage: string | undefined,
      amount: number | null,
      currency = 'USD',
      deleted: Date | null = null,
    ) =>
      sql`
      insert into deals (name, pipeline_id, stage_id, amount, currency, company_id, deleted_at)
      values ('A deal', ${pipeline}, ${stage}, ${amount}, ${currency}, ${company}, ${deleted})`.execute(db)
    await deal(open, 100.25)
    await deal(open, null)
    await deal(open, 50, 'EUR')
    await deal(open, 7_000, 'USD', new Date())
    await deal(won, 9_000)
    expect((await read()).open_deals).toEqual({ count: 3, amount: 100.25, currency: 'USD' })
  })

  it('names what is wrong: processors and destinations that fail, and sources that fell silent', async () => {
    const { db } = platform
    const [hook, other] = [randomUUID(), randomUUID()]
    await sql`
      insert into processor_cursors (name, failures, last_error) values
        ('segments', 3, 'no space left'), ('deliveries', 0, null), ('first', 1, null)`.execute(db)
    await sql`insert into destinations (id, name, settings) values (${hook}, 'CRM hook', '{}'), (${other}, 'Fine', '{}')`.execute(
      db,
    )
    const delivery = (
      destination: string,
      news: number,
      state: string,
      [hours, error]: [number, string | null],
    ) =>
      sql`
      insert into deliveries (destination_id, news_id, event, payload, state, created_at, last_error)
      values (${destination}, ${news}, 'Segment Entered', '{}', ${state}, ${ago(hours * HOUR_MS)}, ${error})`.execute(
        db,
      )
    await delivery(hook, 1, 'failed', [23, 'timed out'])
    await delivery(hook, 2, 'failed', [2, 'answered 500'])
    await delivery(hook, 3, 'delivered', [1, null])
    await delivery(other, 4, 'failed', [25, 'long ago'])
    await delivery(other, 5, 'waiting', [1, 'once'])
    await sql`
      insert into sources (id, name, enabled, write_key, last_event_at) values
        (${OLD}, 'Old shop', true, 'old', ${ago(9.5 * DAY_MS)}), (${OFF}, 'Off', false, 'off', ${ago(30 * DAY_MS)}),
        (${randomUUID()}, 'Never used', true, 'never', null)`.execute(db)
    expect((await read()).troubles).toEqual([
      { what: 'Processor first', sentence: 'has failed and tries again: no reason is known' },
      { what: 'Processor segments', sentence: 'has failed 3 times in a row and tries again: no space left' },
      {
        what: 'Destination CRM hook',
        sentence: 'did not take 2 deliveries in the last 24 hours: answered 500',
      },
      { what: 'Source Old shop', sentence: 'has sent nothing for 9 days.' },
    ])
  })

  it('says that requests pile up when more than 10,000 wait', async () => {
    const record = new Uint8Array([1])
    await Promise.all(Array.from({ length: 10_001 }, () => platform.log.append(record)))
    const { waiting_events, troubles } = await read()
    expect(waiting_events).toBe(10_001)
    expect(troubles[0]).toEqual({
      what: 'Pipeline',
      sentence: '10,001 accepted requests wait to be processed: timelines and segments lag behind.',
    })
  })
})
