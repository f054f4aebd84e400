import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { createdApiKey } from '../model/access.ts'
import type { BrowserKey, Profile, VisitorProfile } from '../model/profile.ts'
import type { Source } from '../model/source.ts'
import type { TraitHistory, TraitInfo, TraitSurvey } from '../model/trait.ts'
import type { z } from 'zod'
import type { Running } from './main.ts'
import { injectAs, type Api } from './platform/testing/index.ts'
import { KEY, WRITE_KEY, startTestKith, type TestKith } from './start-test-kith.ts'

const SHOP = 'https://shop.example'
const LAPTOP = randomUUID()
const VISITOR = randomUUID()

let kith: TestKith
let running: Running
let admin: Api
let crm: Source

beforeAll(async () => {
  kith = await startTestKith()
  running = kith.running
  admin = kith.admin
  crm = (await admin.post<Source>('/api/v1/sources', { name: 'CRM' })).body
  const ada = { userId: 'ada', anonymousId: LAPTOP }
  await send('identify', {
    ...ada,
    traits: { name: 'Ada', email: 'ada@example.com', plan: 'free' },
    timestamp: '2026-01-01T10:00:00Z',
  })
  await send('identify', {
    ...ada,
    traits: { plan: 'trial', salary: 70_000 },
    timestamp: '2026-01-03T10:00:00Z',
  })
  await send(
    'identify',
    { ...ada, traits: { plan: 'pro' }, timestamp: '2026-01-02T10:00:00Z' },
    crm.write_key,
  )
  await send('group', { ...ada, groupId: 'acme', traits: { name: 'Acme', seats: 5 } })
  await send('track', { ...ada, event: 'Signed Up', properties: { way: 'form' } })
  await send('track', { ...ada, event: 'Order Completed' })
  await send('identify', { anonymousId: VISITOR, traits: { theme: 'dark', shoe_size: 38 } })
  await running.idle()
})
afterAll(() => kith.stop())

function send(type: string, body: object, writeKey = WRITE_KEY) {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  return injectAs(running.app, null, { authorization }).post(`/v1/${type}`, {
    ...body,
    messageId: randomUUID(),
  })
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  await expect.poll(isTrue, { timeout: 10_000, interval: 50 }).toBe(true)
}

describe('a profile by an identifier', () => {
  const ada = '/api/v1/people/by/email/ADA@example.com'

  it('comes whole, or in chosen parts with chosen traits', async () => {
    const whole = (await admin.get<Profile>(ada)).body
    expect(whole).toMatchObject({ name: 'Ada', traits: { plan: 'trial' }, segments: [] })
    expect(whole).not.toHaveProperty('events')
    const parts = (await admin.get<Profile>(`${ada}?include=traits,events&fields=plan,unknown&events=1`)).body
    expect(parts).toMatchObject({ id: whole.id, name: 'Ada', traits: { plan: 'trial' } })
    expect(parts.events?.map(({ event }) => event)).toHaveLength(1)
    expect(Object.keys(parts).sort()).toEqual(['events', 'id', 'name', 'traits'])
  })

  it('tells what the CRM knows, to who may see deals', async () => {
    const { id } = (await admin.get<Profile>(ada)).body
    for (const amount of [500, 250])
      await admin.post('/api/v1/deals', { name: 'Engine', person_id: id, amount })
    await admin.post('/api/v1/activities', { kind: 'call', subject: 'Hello', done: true, person_ids: [id] })
    expect((await admin.get<Profile>(`${ada}?include=household`)).body).toMatchObject({ household: null })
    const { body } = await admin.get<Profile>(`${ada}?include=sales`)
    expect(body.sales).toEqual({
      owner: null,
      open_deals: { count: 2, amounts: [{ currency: 'EUR', amount: 750 }], stage: expect.any(String) },
      last_contacted: expect.any(String),
    })
    expect((await admin.get(`/api/v1/people/${id}/sales`)).body).toEqual(body.sales)
    const narrow = { name: 'People only', scopes: ['people:read'] }
    const made = await admin.post<z.infer<typeof createdApiKey>>('/api/v1/api-keys', narrow)
    expect((await injectAs(running.app, made.body.key).get(`${ada}?include=sales`)).status).toBe(403)
  })

  it('need not be sent again while it is the same', async () => {
    const first = await admin.get(`${ada}?include=traits`)
    const tag = String(first.headers['etag'])
    expect(first.headers['cache-control']).toBe('private, no-cache')
    const again = injectAs(running.app, KEY, { 'if-none-match': tag })
    expect(await again.get(`${ada}?include=traits`)).toMatchObject({ status: 304, body: undefined })
    expect((await again.get(`${ada}?include=traits,companies`)).status).toBe(200)
  })

  it('refuses parts that there are not, and names the field', async () => {
    const answer = await admin.get(`${ada}?include=everything`)
    expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ field: 'include.0' }] } } })
    expect((await admin.get('/api/v1/people/by/user_id/nobody')).status).toBe(404)
  })

  it('is found by long identifiers, too', async () => {
    const userId = 'x'.repeat(400)
    await send('identify', { userId, traits: { name: 'Long' } })
    await running.idle()
    expect((await admin.get(`/api/v1/people/by/user_id/${userId}`)).status).toBe(200)
  })
})

describe('Segment’s Profile API', () => {
  const basic = () =>
    injectAs(running.app, null, { authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}` })
  const ada = '/v1/spaces/any/collections/users/profiles/user_id:ada'

  it('gives traits in pages, chosen ones, and who said them', async () => {
    const page = await basic().get<{ traits: object; cursor: { next: string } }>(`${ada}/traits?limit=2`)
    expect(page.body).toEqual({
      traits: { email: 'ada@example.com', name: 'Ada' },
      cursor: { url: `${ada}/traits`, has_more: true, next: expect.any(String), limit: 2 },
    })
    expect(page.headers['request-id']).toBeTruthy()
    const rest = await basic().get(`${ada}/traits?limit=2&next=${page.body.cursor.next}`)
    expect(rest.body).toMatchObject({
      traits: { plan: 'trial', salary: 70_000 },
      cursor: { has_more: false, next: '' },
    })
    const verbose = await basic().get<{ traits: Record<string, object> }>(
      `${ada}/traits?include=plan&verbose=true`,
    )
    expect(verbose.body.traits).toEqual({
      plan: { value: 'trial', source_id: expect.any(String), updated_at: '2026-01-03T10:00:00.000Z' },
    })
  })

  it('gives events, identifiers, metadata and links', async () => {
    const events = await basic().get<{ data: object[] }>(`${ada}/events?include=Signed Up`)
    expect(events.body.data).toEqual([
      expect.objectContaining({
        type: 'track',
        event: 'Signed Up',
        properties: { way: 'form' },
        source_id: expect.any(String),
      }),
    ])
    expect((await basic().get<{ data: object[] }>(`${ada}/events?limit=1`)).body).toMatchObject({
      cursor: { has_more: true, limit: 1 },
    })
    const ids = await basic().get<{ data: object[] }>(`${ada}/external_ids?include=user_id`)
    expect(ids.body.data).toEqual([
      expect.objectContaining({
        id: 'ada',
        type: 'user_id',
        collection: 'users',
        encoding: 'none',
        first_message_id: expect.stringMatching(/./),
      }),
    ])
    expect((await basic().get(`${ada}/metadata`)).body).toMatchObject({
      metadata: {
        expires_at: null,
        first_message_id: expect.stringMatching(/./),
        last_source_id: expect.stringMatching(/./),
      },
    })
    expect((await basic().get(`${ada}/links`)).body).toMatchObject({
      data: [{ to_collection: 'accounts', external_ids: [{ id: 'acme', type: 'group_id' }] }],
    })
  })

  it('knows accounts by their group id', async () => {
    const acme = '/v1/spaces/any/collections/accounts/profiles/group_id:acme'
    expect((await basic().get(`${acme}/traits`)).body).toMatchObject({ traits: { name: 'Acme', seats: 5 } })
    expect((await basic().get(`${acme}/links`)).body).toMatchObject({
      data: [{ to_collection: 'users', external_ids: [{ id: 'ada', type: 'user_id' }] }],
    })
  })

  it('answers failures as its clients expect', async () => {
    const stranger = injectAs(running.app, null)
    expect(await stranger.get(`${ada}/traits`)).toMatchObject({
      status: 401,
      body: { error: { code: 'authentication_error' } },
    })
    const other = '/v1/spaces/any/collections/users/profiles'
    expect(await basic().get(`${other}/user_id:nobody/traits`)).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    })
    expect(await basic().get(`${other}/nobody/traits`)).toMatchObject({
      status: 400,
      body: { error: { code: 'validation_error' } },
    })
    expect((await basic().get(`${ada}/traits?limit=201`)).status).toBe(400)
  })
})

describe('traits', () => {
  const find = async (name: string, api = admin) =>
    (await api.get<{ data: TraitInfo[] }>('/api/v1/traits')).body.data.find((one) => one.name === name)
  let reader: Api
  const keyFor = async (scopes: string[]) => {
    const input = { name: scopes.join(), scopes }
    const made = await admin.post<z.infer<typeof createdApiKey>>('/api/v1/api-keys', input)
    return injectAs(running.app, made.body.key)
  }
  beforeAll(async () => {
    reader = await keyFor(['people:read', 'events:read', 'companies:read'])
  })

  it('are found among people with their types, how many have them, examples and sources', async () => {
    const { body } = await admin.post<TraitSurvey>('/api/v1/traits/survey')
    expect(body).toMatchObject({ people: 3, looked_at: 3 })
    expect(await find('plan')).toMatchObject({
      types: { text: 1 },
      people: 1,
      share: 1 / 3,
      distinct: 1,
      examples: ['trial'],
      first_seen: '2026-01-01T10:00:00.000Z',
      last_seen: '2026-01-03T10:00:00.000Z',
    })
    expect((await find('plan'))?.sources.map(({ name }) => name)).toContain('CRM')
    expect((await find('shoe_size'))?.types).toEqual({ number: 1 })
  })

  it('keep every value with who said it when', async () => {
    const { id } = (await admin.get<Profile>('/api/v1/people/by/user_id/ada')).body
    const { body } = await admin.get<TraitHistory>(`/api/v1/people/${id}/traits/plan/history`)
    expect(
      body.data.map(({ value, counts, first_said }) => [value, counts, first_said.slice(0, 10)]),
    ).toEqual([
      ['trial', true, '2026-01-03'],
      ['pro', false, '2026-01-02'],
      ['free', false, '2026-01-01'],
    ])
    const first = await admin.get<TraitHistory>(`/api/v1/people/${id}/traits/plan/history?limit=2`)
    const rest = await admin.get<TraitHistory>(
      `/api/v1/people/${id}/traits/plan/history?limit=2&cursor=${first.body.next}`,
    )
    expect([...first.body.data, ...rest.body.data].map(({ value }) => value)).toEqual([
      'trial',
      'pro',
      'free',
    ])
    expect(rest.body.next).toBeNull()
  })

  it('that are marked as sensitive are in no answer to who may not see them', async () => {
    expect(await admin.patch('/api/v1/traits/name', { sensitive: true })).toMatchObject({ status: 400 })
    const change = { sensitive: true, description: 'A year, in euros' }
    expect((await admin.patch<TraitInfo>('/api/v1/traits/salary', change)).body).toMatchObject(change)
    const { body } = await reader.get<Profile>('/api/v1/people/by/user_id/ada')
    expect(body.traits).toEqual({ name: 'Ada', email: 'ada@example.com', plan: 'trial' })
    const answers = await Promise.all([
      reader.get(`/api/v1/people/${body.id}`),
      reader.get(`/api/v1/people/${body.id}/provenance`),
      reader.get(`/api/v1/people/${body.id}/timeline`),
      reader.get('/api/v1/traits'),
      reader.get('/v1/spaces/any/collections/users/profiles/user_id:ada/traits?verbose=true'),
    ])
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(JSON.stringify(answers.map((answer) => answer.body))).not.toMatch(/salary|70000/)
    const watcher = await keyFor(['people:read', 'live:read', 'segments:read'])
    const seen = await Promise.all([
      watcher.get('/api/v1/events/recent'),
      watcher.get('/api/v1/segments/suggestions?of=person&field=salary'),
    ])
    expect(seen.map(({ status }) => status)).toEqual([200, 200])
    expect(JSON.stringify(seen.map((answer) => answer.body))).not.toMatch(/salary|70000/)
    expect((await reader.get('/api/v1/people/by/user_id/ada?fields=salary')).status).toBe(403)
    expect((await reader.get(`/api/v1/people/${body.id}/traits/salary/history`)).status).toBe(403)
    expect((await admin.get<Profile>('/api/v1/people/by/user_id/ada')).body.traits).toHaveProperty('salary')
    await admin.patch('/api/v1/traits/email', { sensitive: true })
    const hidden = (await reader.get<Profile>(`/api/v1/people/${body.id}`)).body
    expect(hidden.identifiers?.map(({ type }) => type)).not.toContain('email')
    expect((await reader.get('/api/v1/people/by/email/ada@example.com')).status).toBe(403)
    await admin.patch('/api/v1/traits/email', { sensitive: false })
  })

  it('have the value of the first source in their order, for everybody who has it, and back', async () => {
    const plan = async () => (await admin.get<Profile>('/api/v1/people/by/user_id/ada')).body.traits?.['plan']
    const refused = await admin.patch('/api/v1/traits/plan', { source_order: [randomUUID()] })
    expect(refused).toMatchObject({ status: 400, body: { error: { details: [{ field: 'source_order' }] } } })
    await admin.patch('/api/v1/traits/plan', { source_order: [crm.id] })
    await until(async () => (await plan()) === 'pro')
    await send('identify', { userId: 'ada', traits: { plan: 'basic' } })
    await running.idle()
    expect(await plan()).toBe('pro')
    await until(async () => (await find('plan'))?.recomputing === null)
    await running.idle()
    const rows = await running.platform.warehouse.rows<{ plan: string }>(
      `select traits.plan::String as plan from people final where traits.name::String = 'Ada'`,
    )
    expect(rows).toEqual([{ plan: 'pro' }])
    await admin.patch('/api/v1/traits/plan', { source_order: [] })
    await until(async () => (await plan()) === 'basic')
  })
})

describe('a browser key', () => {
  let key: BrowserKey
  beforeAll(async () => {
    const input = { name: 'Shop', origins: [`${SHOP}/`], traits: ['theme', 'plan'] }
    key = (await admin.post<BrowserKey>('/api/v1/browser-keys', input)).body
  })
  const visit = (anonymousId: string, headers: Record<string, string> = {}) =>
    injectAs(running.app, null, {
      authorization: `Bearer ${key.key}`,
      'anonymous-id': anonymousId,
      origin: SHOP,
      ...headers,
    }).get<VisitorProfile>('/v1/visitor')
  const nothing = { traits: {}, segments: [] }

  it('gives the chosen traits of an anonymous visitor to pages that may use it', async () => {
    const answer = await visit(VISITOR)
    expect(answer).toMatchObject({ status: 200, body: { traits: { theme: 'dark' }, segments: [] } })
    expect(answer.body.traits).not.toHaveProperty('shoe_size')
    expect(answer.headers['access-control-allow-origin']).toBe(SHOP)
    const again = await visit(VISITOR, { 'if-none-match': String(answer.headers['etag']) })
    expect(again.status).toBe(304)
  })

  it('says of somebody who is known just what it says of an id that nobody has', async () => {
    const [known, unknown] = [await visit(LAPTOP), await visit(randomUUID())]
    expect(known.body).toEqual(nothing)
    expect(unknown.body).toEqual(nothing)
    expect(known.headers['etag']).toBe(unknown.headers['etag'])
  })

  it('says nothing of ids that can be guessed, nor by any other type', async () => {
    await send('identify', { anonymousId: '12345', traits: { theme: 'light' } })
    await running.idle()
    expect((await visit('12345')).body).toEqual(nothing)
    expect((await visit('ada')).body).toEqual(nothing)
    expect((await visit('ada@example.com')).body).toEqual(nothing)
  })

  it('is refused to other pages, and opens nothing else', async () => {
    const foreign = await visit(VISITOR, { origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin')
    expect((await injectAs(running.app, key.key).get('/api/v1/people')).status).toBe(401)
    expect((await injectAs(running.app, KEY, { 'anonymous-id': VISITOR }).get('/v1/visitor')).status).toBe(
      401,
    )
  })

  it('may not show sensitive traits, chosen before or after the mark', async () => {
    expect(await admin.patch(`/api/v1/browser-keys/${key.id}`, { traits: ['salary'] })).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'traits' }] } },
    })
    await admin.patch('/api/v1/traits/theme', { sensitive: true })
    await until(async () => JSON.stringify((await visit(VISITOR)).body) === JSON.stringify(nothing))
    await admin.patch('/api/v1/traits/theme', { sensitive: false })
  })

  it('is limited in how often a visitor reads', async () => {
    const id = randomUUID()
    const answers = await Promise.all(Array.from({ length: 40 }, () => visit(id)))
    const limited = answers.find(({ status }) => status === 429)
    expect(limited?.headers['retry-after']).toBe('1')
  })

  it('stops working once it is switched off', async () => {
    await admin.patch(`/api/v1/browser-keys/${key.id}`, { enabled: false })
    expect((await visit(VISITOR)).status).toBe(401)
    expect((await admin.delete(`/api/v1/browser-keys/${key.id}`)).status).toBe(204)
    expect((await admin.delete(`/api/v1/browser-keys/${key.id}`)).status).toBe(404)
  })
})
