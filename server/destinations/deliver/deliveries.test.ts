import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'svix'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Destination } from '../../../model/destination.ts'
import type { Page } from '../../../model/page.ts'
import { engines, type Received, type Respond } from '../../platform/testing/index.ts'
import { openTestDestinations, patiently, type TestDestinations } from '../open-test-destinations.ts'
import { claimDeliveries } from './claim-deliveries.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Answers with these statuses one after the other, then with the last one for ever. */
function answering(...statuses: number[]): Respond {
  return (response) => {
    const [status = 200] = statuses.length > 1 ? statuses.splice(0, 1) : statuses
    response.writeHead(status).end(status === 200 ? '' : 'because')
  }
}

const never: Respond = () => undefined
const textOf = ({ headers }: Received, name: string) => String(headers[name])

describe.each(engines)('deliveries on the %s engine', (engine) => {
  let test: TestDestinations
  beforeAll(async () => {
    test = await openTestDestinations(engine)
  })
  afterEach(() => test.reset())
  afterAll(() => test.close())

  const only = async () => (await test.deliveries())[0]
  const states = async (query = '') => (await test.deliveries(query)).map(({ state }) => state)
  const many = (count: number) => test.entered(...Array.from({ length: count }, () => ({})))
  const counts = async () => {
    const { body } = await test.api.get<Page<Destination>>('/api/v1/destinations')
    return body.data.map(({ delivered, failed, waiting }) => ({ delivered, failed, waiting }))
  }

  it('arrive with signatures of both kinds that their receiver can verify', async () => {
    const { url, requests } = await test.receiver()
    const { secret } = await test.add({ url: `${url}/hook?from=kith` })
    await test.entered({ segmentName: 'Zoë’s friends 🐦' })
    test.loop()
    await expect.poll(() => states(), patiently).toEqual(['delivered'])
    const [request] = requests
    const delivery = await only()
    if (!request || !delivery) throw new Error('Nothing arrived.')
    expect(request).toMatchObject({ method: 'POST', path: '/hook?from=kith' })
    expect(textOf(request, 'content-type')).toBe('application/json')
    const headers = {
      'webhook-id': textOf(request, 'webhook-id'),
      'webhook-timestamp': textOf(request, 'webhook-timestamp'),
      'webhook-signature': textOf(request, 'webhook-signature'),
    }
    expect(new Webhook(secret).verify(request.body, headers)).toEqual(delivery.payload)
    expect(headers['webhook-id']).toBe(delivery.id)
    expect(request.headers['x-signature']).toBe(createHmac('sha1', secret).update(request.body).digest('hex'))
    expect(delivery).toMatchObject({ attempts: 1, last_status: 200, last_error: null, next_attempt_at: null })
    expect(await counts()).toEqual([{ delivered: 1, failed: 0, waiting: 0 }])
  })

  it('are tried again, as the same message, until they succeed', async () => {
    const { url, requests } = await test.receiver(answering(500, 500, 200))
    await test.add({ url })
    await many(1)
    const loop = test.loop()
    for (const attempts of [1, 2]) {
      await expect.poll(only, patiently).toMatchObject({ attempts, state: 'waiting', last_status: 500 })
      expect(await only()).toMatchObject({ last_error: 'The server answered 500: because' })
      test.platform.clock.advance(MINUTE_MS)
      loop.wake()
    }
    await expect.poll(only, patiently).toMatchObject({
      attempts: 3,
      state: 'delivered',
      last_status: 200,
      last_error: null,
    })
    expect(new Set(requests.map((request) => textOf(request, 'webhook-id'))).size).toBe(1)
    expect(requests).toHaveLength(3)
  })

  it('wait longer after each failure', async () => {
    const { url, requests } = await test.receiver(answering(503))
    await test.add({ url })
    await many(1)
    const loop = test.loop()
    await expect.poll(only, patiently).toMatchObject({ attempts: 1, last_status: 503 })
    test.platform.clock.advance(5_000)
    loop.wake()
    await sleep(700)
    expect(requests).toHaveLength(1)
  })

  it('fail at once, with the reason, when the server refuses them', async () => {
    const { url, requests } = await test.receiver(answering(400))
    await test.add({ url })
    await many(1)
    test.loop()
    await expect.poll(() => states(), patiently).toEqual(['failed'])
    expect(await only()).toMatchObject({
      attempts: 1,
      last_status: 400,
      last_error: 'The server answered 400: because',
      next_attempt_at: null,
    })
    expect(requests).toHaveLength(1)
    expect(await counts()).toEqual([{ delivered: 0, failed: 1, waiting: 0 }])
  })

  it('are given up after twelve attempts', async () => {
    const { url, requests } = await test.receiver(answering(502))
    await test.add({ url })
    await many(1)
    const loop = test.loop()
    for (let attempts = 1; attempts < 12; attempts++) {
      await expect.poll(only, patiently).toMatchObject({ attempts, state: 'waiting', last_status: 502 })
      test.platform.clock.advance(4 * HOUR_MS)
      loop.wake()
      await expect.poll(() => requests.length, patiently).toBe(attempts + 1)
    }
    await expect.poll(() => states(), patiently).toEqual(['failed'])
    expect(requests).toHaveLength(12)
  })

  it('come when the server asked for them', async () => {
    const { url } = await test.receiver(
      (response) => void response.writeHead(429, { 'retry-after': '600' }).end(),
    )
    await test.add({ url })
    await many(1)
    test.loop()
    const asked = new Date(test.platform.clock.now() + 10 * MINUTE_MS).toISOString()
    await expect
      .poll(only, patiently)
      .toMatchObject({ state: 'waiting', last_status: 429, next_attempt_at: asked })
  })

  it('to a server that is down say so, and are tried again', async () => {
    const { url, close } = await test.receiver()
    await close()
    await test.add({ url })
    await many(1)
    test.loop()
    await expect.poll(only, patiently).toMatchObject({
      state: 'waiting',
      last_status: null,
      last_error: expect.stringContaining('connection_refused'),
    })
  })

  it('to a slow destination do not hold up those to a quick one', async () => {
    const slow = await test.receiver(never)
    const quick = await test.receiver()
    await test.add({ url: slow.url, name: 'slow' })
    const { id } = await test.add({ url: quick.url, name: 'quick' })
    await many(20)
    test.loop()
    await expect.poll(() => states(`destination=${id}&state=delivered`), patiently).toHaveLength(20)
    // All of its own would take it almost a minute.
    expect(slow.requests.length).toBeLessThan(10)
    await slow.close()
  })

  it('to many dead destinations leave places for those to a living one', async () => {
    const dead = await test.receiver(never)
    for (let count = 0; count < 6; count++) await test.add({ url: dead.url, name: 'dead' })
    await many(2)
    test.loop()
    // All eight places are taken, for five seconds. From then on it is known who is dead.
    await expect.poll(() => dead.requests.length, patiently).toBe(8)
    const { url, requests } = await test.receiver()
    await test.add({ url, name: 'living' })
    await many(30)
    await expect.poll(() => requests.length, patiently).toBe(30)
    await dead.close()
  })

  it('that a killed process had taken are sent when its lease has ended', async () => {
    const { url, requests } = await test.receiver()
    await test.add({ url })
    await many(1)
    const { db, clock } = test.platform
    expect(await claimDeliveries(db, clock.now(), { total: 8, each: 2, of: {} })).toHaveLength(1)
    const loop = test.loop()
    clock.advance(MINUTE_MS - 1)
    loop.wake()
    await sleep(700)
    expect(requests).toHaveLength(0)
    clock.advance(1)
    loop.wake()
    await expect.poll(only, patiently).toMatchObject({ state: 'delivered', attempts: 2 })
    expect(requests).toHaveLength(1)
  })

  it('never go to a private address, unless that is allowed', async () => {
    const { url, requests } = await test.receiver()
    await test.add({ url })
    await many(1)
    test.loop({ allowPrivate: false })
    await expect.poll(() => states(), patiently).toEqual(['failed'])
    expect((await only())?.last_error).toMatch(/^private_address: .*KITH_ALLOW_PRIVATE_DESTINATIONS/)
    expect(requests).toEqual([])
  })

  it('happen once though two loops share the database', async () => {
    const { url, requests } = await test.receiver(async (response) => {
      await sleep(5)
      response.end()
    })
    await test.add({ url, name: 'one' })
    await test.add({ url, name: 'two' })
    await many(25)
    test.loop()
    test.loop()
    await expect.poll(() => states('state=delivered'), patiently).toHaveLength(50)
    expect(new Set(requests.map((request) => textOf(request, 'webhook-id'))).size).toBe(50)
    expect(requests).toHaveLength(50)
    expect(await counts()).toEqual([1, 2].map(() => ({ delivered: 25, failed: 0, waiting: 0 })))
  })

  it('under way are finished before the loop has stopped', async () => {
    const { url, requests } = await test.receiver(async (response) => {
      await sleep(300)
      response.end()
    })
    await test.add({ url })
    await many(5)
    const loop = test.loop()
    await expect.poll(() => requests.length, patiently).toBe(2)
    await loop.stop()
    expect((await states()).sort()).toEqual(['delivered', 'delivered', 'waiting', 'waiting', 'waiting'])
    await sleep(600)
    expect(requests).toHaveLength(2)
  })

  it('wait while their destination is switched off', async () => {
    const { url, requests } = await test.receiver()
    const { id } = await test.add({ url })
    await many(1)
    await test.api.patch(`/api/v1/destinations/${id}`, { enabled: false })
    test.loop()
    await sleep(700)
    expect([requests.length, await states()]).toEqual([0, ['waiting']])
    await test.api.patch(`/api/v1/destinations/${id}`, { enabled: true })
    await expect.poll(() => states(), patiently).toEqual(['delivered'])
  })

  it('survive that their destination is removed while they are under way', async () => {
    const slow = await test.receiver(async (response) => {
      await sleep(300)
      response.end()
    })
    const { id } = await test.add({ url: slow.url })
    await many(1)
    test.loop()
    await expect.poll(() => slow.requests.length, patiently).toBe(1)
    await test.api.delete(`/api/v1/destinations/${id}`)
    const quick = await test.receiver()
    await test.add({ url: quick.url })
    await many(1)
    await expect.poll(() => states(), patiently).toEqual(['delivered'])
  })
})
