import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Delivery, Destination, destinationTest } from '../../../model/destination.ts'
import type { Page } from '../../../model/page.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestDestinations, patiently, type TestDestinations } from '../open-test-destinations.ts'

const url = 'https://hooks.example/kith'

describe.each(engines)('the log of deliveries on the %s engine', (engine) => {
  let test: TestDestinations
  beforeAll(async () => {
    test = await openTestDestinations(engine)
  })
  afterEach(() => test.reset())
  afterAll(() => test.close())

  const counts = async () => {
    const { body } = await test.api.get<Page<Destination>>('/api/v1/destinations')
    return body.data.map(({ delivered, failed, waiting }) => ({ delivered, failed, waiting }))
  }
  const retry = (id: string | undefined) => test.api.post<Delivery>(`/api/v1/deliveries/${id}/retry`)
  const sendTest = (id: string) =>
    test.api.post<z.infer<typeof destinationTest>>(`/api/v1/destinations/${id}/test`)

  it('is read page by page, newest first, without gaps', async () => {
    await test.add({ url })
    await test.entered({ segmentName: '1' }, { segmentName: '2' }, { segmentName: '3' })
    test.platform.clock.advance(1)
    await test.entered({ segmentName: '4' }, { segmentName: '5' })
    const all = await test.deliveries()
    const read: Delivery[] = []
    for (let cursor = ''; ;) {
      const { body } = await test.api.get<Page<Delivery>>(`/api/v1/deliveries?limit=2${cursor}`)
      read.push(...body.data)
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    expect(read).toEqual(all)
    expect(read).toHaveLength(5)
    expect(read.map(({ created_at }) => created_at)).toEqual(
      all
        .map(({ created_at }) => created_at)
        .sort()
        .reverse(),
    )
  })

  it('can be read by destination and by state', async () => {
    const { url: bad } = await test.receiver((response) => void response.writeHead(404).end())
    const good = await test.add({ url: (await test.receiver()).url, name: 'good' })
    await test.add({ url: bad, name: 'bad' })
    await test.add({ url, name: 'off' })
    await test.entered({})
    const off = (await test.deliveries()).find(({ destination_name }) => destination_name === 'off')
    await test.api.patch(`/api/v1/destinations/${off?.destination_id}`, { enabled: false })
    test.loop()
    const names = async (query: string) =>
      (await test.deliveries(query)).map(({ destination_name }) => destination_name)
    await expect.poll(() => names('state=delivered'), patiently).toEqual(['good'])
    await expect.poll(() => names('state=failed'), patiently).toEqual(['bad'])
    expect(await names('state=waiting')).toEqual(['off'])
    expect(await names(`destination=${good.id}`)).toEqual(['good'])
    expect(await names(`destination=${good.id}&state=failed`)).toEqual([])
  })

  it.each(['state=lost', 'destination=x', 'cursor=x', 'limit=0'])(
    'refuses to be read by %s',
    async (query) => {
      expect((await test.api.get(`/api/v1/deliveries?${query}`)).status).toBe(400)
    },
  )

  it('lets a message be sent again that had failed', async () => {
    let status = 400
    const { url: address, requests } = await test.receiver(
      (response) => void response.writeHead(status).end(),
    )
    await test.add({ url: address })
    await test.entered({})
    const loop = test.loop()
    await expect.poll(counts, patiently).toEqual([{ delivered: 0, failed: 1, waiting: 0 }])
    status = 204
    const [failed] = await test.deliveries()
    const again = await retry(failed?.id)
    expect(again.body).toMatchObject({ id: failed?.id, state: 'waiting', attempts: 0 })
    expect(again.body.next_attempt_at).toBe(new Date(test.platform.clock.now()).toISOString())
    loop.wake()
    await expect.poll(counts, patiently).toEqual([{ delivered: 1, failed: 0, waiting: 0 }])
    expect(requests.map(({ headers }) => headers['webhook-id'])).toEqual([failed?.id, failed?.id])
  })

  it('lets a message that waits be sent now', async () => {
    let status = 500
    const { url: address } = await test.receiver((response) => void response.writeHead(status).end())
    await test.add({ url: address })
    await test.entered({})
    test.loop()
    await expect.poll(() => test.deliveries(), patiently).toMatchObject([{ last_status: 500 }])
    status = 200
    const [waiting] = await test.deliveries()
    expect((await retry(waiting?.id)).body).toMatchObject({ state: 'waiting', attempts: 1 })
    await expect.poll(() => test.deliveries(), patiently).toMatchObject([{ state: 'delivered', attempts: 2 }])
  })

  it('refuses to send again what was delivered, and what does not exist', async () => {
    await test.add({ url: (await test.receiver()).url })
    await test.entered({})
    test.loop()
    await expect.poll(() => test.deliveries('state=delivered'), patiently).toHaveLength(1)
    const [delivered] = await test.deliveries()
    expect((await retry(delivered?.id)).status).toBe(409)
    expect((await retry(randomUUID())).status).toBe(404)
  })

  it('keeps a test, which tells at once how it went', async () => {
    const { url: address, requests } = await test.receiver()
    const { id } = await test.add({ url: address, enabled: false })
    const { status, body } = await sendTest(id)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ok: true,
      status: 200,
      error: null,
      event: 'Test',
      state: 'delivered',
      attempts: 1,
    })
    expect(await test.deliveries()).toMatchObject([{ id: body.id, state: 'delivered' }])
    expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({
      type: 'track',
      event: 'Segment Entered',
      messageId: body.id,
      userId: 'test-user',
      properties: { test: true },
    })
    expect(await counts()).toEqual([{ delivered: 1, failed: 0, waiting: 0 }])
  })

  it('keeps a test that failed, which is not tried again by itself', async () => {
    const { url: address, requests } = await test.receiver(
      (response) => void response.writeHead(503).end('closed'),
    )
    const { id } = await test.add({ url: address })
    const loop = test.loop()
    const error = 'The server answered 503: closed'
    expect((await sendTest(id)).body).toMatchObject({ ok: false, status: 503, error, state: 'failed' })
    test.platform.clock.advance(24 * 3_600_000)
    loop.wake()
    await sleep(700)
    expect(requests).toHaveLength(1)
    expect(await counts()).toEqual([{ delivered: 0, failed: 1, waiting: 0 }])
  })

  it('says of a test why nobody answered', async () => {
    const gone = await test.receiver()
    await gone.close()
    const { id } = await test.add({ url: gone.url })
    expect((await sendTest(id)).body).toMatchObject({
      ok: false,
      status: null,
      error: expect.stringMatching(/^connection_refused: .* \(ECONNREFUSED\)$/),
    })
  })
})
