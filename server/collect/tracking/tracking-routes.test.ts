import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { openTestCollect, WRITE_KEY, type TestCollect } from '../testing/open-test-collect.ts'
import { eventPaths, reportPaths, settingsPaths } from './paths.ts'

let platform: TestPlatform
let collect: TestCollect
beforeAll(async () => {
  platform = await openTestPlatform()
  collect = await openTestCollect(platform)
})
afterAll(async () => {
  await collect.close()
  await platform.close()
})

const basic = { authorization: `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}` }
let nextId = 0
const event = (fields: object = {}) => ({
  type: 'track',
  event: 'Clicked',
  userId: 'u1',
  messageId: `t${++nextId}`,
  ...fields,
})

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  return fetch(collect.url + path, {
    method: 'POST',
    body: bytes,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

const stored = async (messageId: string) => {
  await collect.pipeline.idle()
  return platform.warehouse.rows<{ type: string }>(
    'select type from events where message_id = {messageId:String}',
    { messageId },
  )
}
const dropped = async (reason: string) => {
  await collect.pipeline.idle()
  return platform.warehouse.rows<{ detail: string }>(
    'select detail from dropped_events where reason = {reason:String}',
    { reason },
  )
}

describe('the tracking API', () => {
  it.each(eventPaths)('takes %s and stores the event', async (path, meaning) => {
    const fields = {
      groupId: 'g1',
      mergeProperties: [
        { type: 'email', value: 'a@x.com' },
        { type: 'user_id', value: 'u1' },
      ],
    }
    const one = event({ ...fields, type: meaning ?? 'track' })
    const answer = await post(path, meaning === null ? { batch: [one] } : one, basic)
    expect([answer.status, await answer.text()]).toEqual([
      200,
      path.startsWith('/beacon') ? 'OK' : '{"success":true}',
    ])
    expect(await stored(one.messageId)).toEqual([{ type: meaning ?? 'track' }])
  })

  it.each(settingsPaths)('gives Segment’s libraries their settings at %s', async (path) => {
    const answer = await fetch(collect.url + path.replace(':writeKey', WRITE_KEY))
    expect(await answer.json()).toMatchObject({
      integrations: { 'Segment.io': { apiKey: WRITE_KEY } },
      analyticsNextEnabled: true,
    })
  })

  it('gives RudderStack’s libraries their source', async () => {
    const answer = await fetch(`${collect.url}/sourceConfig/?p=npm&v=3&writeKey=${WRITE_KEY}`)
    expect(await answer.json()).toMatchObject({
      source: { writeKey: WRITE_KEY, enabled: true, destinations: [] },
    })
  })

  it.each(reportPaths)('takes what libraries report about themselves at %s', async (path) => {
    expect((await post(path, { series: [] })).status).toBe(200)
  })

  it('takes the write key from the header, the body, the query, or Basic without its colon', async () => {
    const answers = await Promise.all([
      post('/v1/track', event(), { 'x-write-key': WRITE_KEY }),
      post('/v1/track', event({ writeKey: WRITE_KEY })),
      post(`/v1/track?writeKey=${WRITE_KEY}`, event()),
      post('/v1/track', event(), { authorization: `Basic ${Buffer.from(WRITE_KEY).toString('base64')}` }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })

  it('unpacks gzip with and without the header', async () => {
    const [said, unsaid] = [event(), event()]
    const pack = (one: object) => gzipSync(JSON.stringify({ batch: [one] }))
    expect((await post('/v1/batch', pack(said), { ...basic, 'content-encoding': 'gzip' })).status).toBe(200)
    expect((await post('/v1/batch', pack(unsaid), { ...basic, 'content-type': 'text/plain' })).status).toBe(
      200,
    )
    expect([await stored(said.messageId), await stored(unsaid.messageId)]).toEqual([
      [{ type: 'track' }],
      [{ type: 'track' }],
    ])
  })

  it('refuses a gzip that unpacks to more than the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024))
    expect((await post('/v1/batch', bomb, basic)).status).toBe(413)
  })

  it('answers a browser’s preflight for any origin and any header', async () => {
    const answer = await fetch(`${collect.url}/v1/t`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,x-retry-count',
      },
    })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect(answer.headers.get('access-control-allow-headers')).toBe('authorization,x-retry-count')
  })

  it('counts a message sent twice once', async () => {
    const one = event()
    await post('/v1/track', one, basic)
    await post('/v1/batch', { batch: [one, one] }, basic)
    expect(await stored(one.messageId)).toHaveLength(1)
    expect((await dropped('duplicate')).length).toBeGreaterThanOrEqual(2)
  })

  it.each([
    ['JSON that is none', '{"event":', 400, 'bad_request'],
    ['an empty body', '', 400, 'bad_request'],
    ['a batch that is no list', { batch: 'x' }, 400, 'bad_request'],
    ['an empty batch', { batch: [] }, 400, 'bad_request'],
  ])('refuses %s', async (_what, body, status, code) => {
    const answer = await post('/v1/batch', body, basic)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
  })

  it.each([
    ['no identity', { userId: null }, 'userId'],
    ['a list for a user id', { userId: [1] }, 'userId'],
    ['a text for properties', { properties: 'x' }, 'properties'],
    ['a track call without a name', { event: '' }, 'event'],
    ['an over-long user id', { userId: 'x'.repeat(501) }, 'userId'],
    ['an over-long message id', { messageId: 'x'.repeat(201) }, 'messageId'],
  ])('refuses %s and names the field', async (_what, fields, field) => {
    const answer = await post('/v1/track', event(fields), basic)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { details: [{ field }] } })
  })

  it('refuses an event of 33 KB alone, and drops it with its reason from a batch whose other events it keeps', async () => {
    const [large, small] = [event({ properties: { text: 'x'.repeat(33 * 1024) } }), event()]
    expect((await post('/v1/track', large, basic)).status).toBe(400)
    expect((await post('/v1/batch', { batch: [large, small] }, basic)).status).toBe(200)
    expect(await stored(small.messageId)).toHaveLength(1)
    expect(await dropped('too_large')).toEqual([{ detail: '34 KB' }])
  })

  it('takes 2,500 events of a longer batch and drops the rest with the reason', async () => {
    const batch = Array.from({ length: 3_000 }, () => event())
    expect((await post('/v1/batch', { batch }, basic)).status).toBe(200)
    expect(await stored(batch[2_499]!.messageId)).toHaveLength(1)
    expect(await dropped('batch_too_long')).toHaveLength(500)
  })

  it('does not know a write key that nobody made', async () => {
    const answer = await post('/v1/track', event({ writeKey: 'nobody' }))
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ success: false, code: 'invalid_write_key' })
  })

  it('takes a pixel’s parameters as an event', async () => {
    const answer = await fetch(
      `${collect.url}/pixel/v1/track?writeKey=${WRITE_KEY}&event=Opened&userId=u9&messageId=px1&properties.mail=welcome`,
    )
    expect(answer.headers.get('content-type')).toBe('image/gif')
    expect(await stored('px1')).toEqual([{ type: 'track' }])
  })

  it('keeps names in any script, and properties just as they were sent', async () => {
    const properties = {
      'a.b': 1,
      a: { b: 2 },
      when: '2024-01-01T00:00:00Z',
      emoji: '🧡',
      rtl: 'שלום',
      list: [{ sku: 1 }],
      nul: 'a\u0000b',
    }
    const one = event({ event: 'قصة 🧡', properties })
    await post('/v1/track', one, basic)
    await stored(one.messageId)
    const rows = await platform.warehouse.rows(
      'select event, properties from events where message_id = {id:String}',
      { id: one.messageId },
    )
    expect(rows).toEqual([{ event: 'قصة 🧡', properties: { ...properties, nul: 'a\uFFFDb' } }])
  })

  it('takes a client’s wrong clock out of the time', async () => {
    const one = event({ originalTimestamp: '2019-01-01T00:00:00Z', sentAt: '2019-01-01T00:01:00Z' })
    const future = event({ timestamp: '2090-01-01T00:00:00Z' })
    await post('/v1/track', one, basic)
    await post('/v1/track', future, basic)
    await stored(future.messageId)
    const times = await platform.warehouse.rows<{ age: number }>(
      'select round((toUnixTimestamp64Milli(received_at) - toUnixTimestamp64Milli(timestamp)) / 1000) as age from events where message_id in {ids:Array(String)} order by age',
      { ids: [one.messageId, future.messageId] },
    )
    expect(times).toEqual([{ age: 0 }, { age: 60 }])
  })
})
