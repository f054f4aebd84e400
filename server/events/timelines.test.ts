import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from '../../model/page.ts'
import type { TimelineEvent } from '../../model/person.ts'
import { createFirstAccess, registerAccess } from '../access/index.ts'
import {
  injectAs,
  openTestHttp,
  openTestPlatform,
  type Api,
  type TestPlatform,
} from '../platform/testing/index.ts'
import { registerEventRoutes, storeEvents, type EventRow } from './index.ts'
import { OF_IDENTIFIERS } from './person-timeline.ts'
import { positionParams, timelineSql } from './timeline.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'
const SHOP = randomUUID()
const NOON = Date.UTC(2026, 4, 1, 12)

const row = (over: Partial<EventRow>): EventRow => ({
  identifier_id: NOBODY,
  other_ids: [],
  timestamp: NOON,
  received_at: NOON,
  person_id: NOBODY,
  company_id: NOBODY,
  source_id: SHOP,
  message_id: randomUUID(),
  type: 'track',
  event: 'Order Completed',
  user_id: '',
  anonymous_id: '',
  properties: {},
  context: {},
  ...over,
})

describe('timelines', () => {
  let platform: TestPlatform
  let api: Api
  let close: () => Promise<void>

  beforeAll(async () => {
    platform = await openTestPlatform()
    const app = await openTestHttp()
    registerAccess(app, platform, {})
    await createFirstAccess(platform, { apiKey: 'all' })
    registerEventRoutes(app, platform)
    await sql`insert into sources (id, name, write_key) values (${SHOP}, 'Shop', 'shop')`.execute(platform.db)
    api = injectAs(app, 'all')
    close = async () => {
      await app.close()
      await platform.close()
    }
  })
  afterAll(() => close())

  const store = (rows: EventRow[]) => storeEvents(platform.warehouse, rows, randomUUID())
  const timeline = async (path: string) => (await api.get<Page<TimelineEvent>>(`/api/v1/${path}`)).body

  /** Makes a person of these identifiers; the first is the person's id. */
  async function makePerson(...ids: string[]): Promise<string> {
    const [person = ''] = ids
    for (const id of ids) {
      await sql`
        insert into identifiers (id, type, value, person_id, first_seen)
        values (${id}, 'user_id', ${id}, ${person}, now())`.execute(platform.db)
    }
    await sql`insert into people (id, first_seen, last_seen) values (${person}, now(), now())`.execute(
      platform.db,
    )
    return person
  }

  it('shows the events of all identifiers of a person, newest first, also by a former id', async () => {
    const [phone, laptop] = [randomUUID(), randomUUID()]
    await store([
      row({ identifier_id: phone, timestamp: NOON, event: 'A' }),
      row({ identifier_id: laptop, timestamp: NOON + 2, event: 'C' }),
      row({ identifier_id: phone, timestamp: NOON + 1, event: 'B' }),
      row({ identifier_id: randomUUID(), timestamp: NOON + 1, event: 'of somebody else' }),
    ])
    const person = await makePerson(phone, laptop)
    const byPerson = await timeline(`people/${person}/timeline`)
    expect(byPerson.data.map(({ event }) => event)).toEqual(['C', 'B', 'A'])
    expect(byPerson.data.every(({ person_id }) => person_id === person)).toBe(true)
    expect(await timeline(`people/${laptop}/timeline`)).toEqual(byPerson)
  })

  it('gives an event as it was sent, with the name of its source and a time in UTC', async () => {
    const person = await makePerson(randomUUID())
    const properties = {
      'a.b': 1,
      a: { b: [1, 'two', { three: 3.5 }] },
      day: '2026-05-01',
      moment: '2026-05-01T10:00:00Z',
      big: 12345678901,
      name: '👋 שלום',
    }
    const sent = row({ identifier_id: person, properties, context: { ip: '10.0.0.1' }, message_id: 'm-1' })
    await store([sent, row({ identifier_id: person, source_id: randomUUID(), timestamp: NOON - 1 })])
    const { data } = await timeline(`people/${person}/timeline`)
    expect(data[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      message_id: 'm-1',
      type: 'track',
      event: 'Order Completed',
      properties,
      context: { ip: '10.0.0.1' },
      timestamp: '2026-05-01T12:00:00.000Z',
      source: 'Shop',
      source_id: SHOP,
      person_id: person,
    })
    expect(data[1]?.source).toBe('Removed source')
  })

  it('pages without a gap or a repetition, even when many events share a millisecond', async () => {
    const person = await makePerson(randomUUID())
    const rows = Array.from({ length: 53 }, (_, index) =>
      row({
        identifier_id: person,
        timestamp: NOON + Math.floor(index / 10),
        message_id: `same-${index % 25}`,
        event: `E${index}`,
      }),
    )
    await store(rows.map((one, index) => (index % 2 ? { ...one, source_id: NOBODY } : one)))
    const all = await timeline(`people/${person}/timeline?limit=1000`)
    expect(all.data).toHaveLength(53)
    expect(all.next).toBeNull()
    const paged: TimelineEvent[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<TimelineEvent> = await timeline(
        `people/${person}/timeline?limit=7${cursor && `&cursor=${cursor}`}`,
      )
      paged.push(...page.data)
      cursor = page.next
    }
    expect(paged).toEqual(all.data)
    expect(new Set(paged.map(({ id }) => id)).size).toBe(53)
  })

  it('shows events of one kind when asked for it', async () => {
    const person = await makePerson(randomUUID())
    await store([row({ identifier_id: person, type: 'page', event: 'Home' }), row({ identifier_id: person })])
    const { data } = await timeline(`people/${person}/timeline?type=page`)
    expect(data.map(({ event }) => event)).toEqual(['Home'])
    expect((await api.get(`/api/v1/people/${person}/timeline?type=odd`)).status).toBe(400)
  })

  it('of a company shows what its people and what Kith did for it, with the person of today', async () => {
    const company = randomUUID()
    await sql`
      insert into companies (id, group_id, first_seen, last_seen) values (${company}, 'acme', now(), now())`.execute(
      platform.db,
    )
    const [old, now] = [randomUUID(), randomUUID()]
    await makePerson(now, old)
    await store([
      row({ identifier_id: old, person_id: old, company_id: company, timestamp: NOON + 1 }),
      row({ identifier_id: company, company_id: company, event: 'Deal Created' }),
      row({ identifier_id: now, person_id: now }),
    ])
    const { data } = await timeline(`companies/${company}/timeline`)
    expect(data.map(({ event, person_id }) => [event, person_id])).toEqual([
      ['Order Completed', now],
      ['Deal Created', null],
    ])
  })

  it('of nobody, or with a cursor of another list, says so', async () => {
    const nobody = await api.get(`/api/v1/people/${randomUUID()}/timeline`)
    expect(nobody).toMatchObject({
      status: 404,
      body: { error: { message: 'There is no person with this id.' } },
    })
    expect((await api.get(`/api/v1/companies/${randomUUID()}/timeline`)).status).toBe(404)
    const person = await makePerson(randomUUID())
    expect((await api.get(`/api/v1/people/${person}/timeline?cursor=WzFd`)).status).toBe(400)
    expect((await api.get(`/api/v1/people/${person}/timeline?limit=1001`)).status).toBe(400)
  })

  it('reads only the part of the warehouse where the person lies', async () => {
    await store(Array.from({ length: 20_000 }, () => row({ identifier_id: randomUUID() })))
    const person = await makePerson(randomUUID())
    await store([row({ identifier_id: person })])
    await platform.warehouse.command('optimize table events final')
    const plan = await platform.warehouse.rows<{ explain: string }>(
      `explain indexes = 1 ${timelineSql(OF_IDENTIFIERS)}`,
      {
        ...positionParams({ limit: 50 }),
        identifiers: [person],
      },
    )
    const text = plan.map(({ explain }) => explain.trim()).join('\n')
    const [, read = 0, all = 0] = /PrimaryKey[\s\S]*?Granules: (\d+)\/(\d+)/.exec(text) ?? []
    expect(Number(read)).toBeLessThanOrEqual(2)
    expect(Number(all)).toBeGreaterThan(30)
  })
})
