import { Analytics } from '@segment/analytics-node'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../platform/testing/index.ts'
import { openTestCollect, WRITE_KEY, type TestCollect } from './testing/open-test-collect.ts'

let platform: TestPlatform
let collect: TestCollect
/** What the log does with the next records: it cannot write them, or it has written them but cannot say so. */
const failures: ('before writing' | 'after writing')[] = []
beforeAll(async () => {
  platform = await openTestPlatform()
  const append = async (value: Uint8Array) => {
    const failure = failures.shift()
    const position = failure === 'before writing' ? 0 : await platform.log.append(value)
    if (failure) throw new Error(`the disk failed ${failure}`)
    return position
  }
  collect = await openTestCollect({ ...platform, log: { ...platform.log, append } })
})
afterAll(async () => {
  await collect.close()
  await platform.close()
})

type Stored = { type: string; event: string; user_id: string; anonymous_id: string; properties: object }

async function storedOf(person: string): Promise<Stored[]> {
  await collect.pipeline.idle()
  return platform.warehouse.rows<Stored>(
    `select type, event, user_id, anonymous_id, properties from events
     where user_id = {person:String} or anonymous_id = {person:String} order by type, event`,
    { person },
  )
}

describe('Segment’s library for Node, unmodified', () => {
  it('delivers every kind of call', async () => {
    const analytics = new Analytics({ writeKey: WRITE_KEY, host: collect.url, flushAt: 3 })
    analytics.identify({ userId: 'seg-1', traits: { email: 'seg@example.com', plan: 'pro' } })
    analytics.track({
      userId: 'seg-1',
      anonymousId: 'seg-a',
      event: 'Signed Up',
      properties: { plan: 'pro', seats: 3 },
    })
    analytics.page({ userId: 'seg-1', category: 'Docs', name: 'Guide', properties: { path: '/guide' } })
    analytics.screen({ userId: 'seg-1', name: 'Start' })
    analytics.group({ userId: 'seg-1', groupId: 'acme', traits: { name: 'Acme' } })
    analytics.alias({ userId: 'seg-1', previousId: 'seg-old' })
    await analytics.closeAndFlush()

    expect(await storedOf('seg-1')).toMatchObject([
      { type: 'alias' },
      { type: 'group', properties: { name: 'Acme' } },
      { type: 'identify', properties: { email: 'seg@example.com', plan: 'pro' } },
      { type: 'page', event: 'Guide', properties: { path: '/guide' } },
      { type: 'screen', event: 'Start' },
      { type: 'track', event: 'Signed Up', anonymous_id: 'seg-a', properties: { plan: 'pro', seats: 3 } },
    ])
  })

  it('delivers many events in batches, each once', async () => {
    const analytics = new Analytics({ writeKey: WRITE_KEY, host: collect.url, flushAt: 20 })
    for (let n = 0; n < 105; n++) analytics.track({ userId: 'seg-many', event: `Event ${n}` })
    await analytics.closeAndFlush()
    const events = (await storedOf('seg-many')).map(({ event }) => event)
    expect([events.length, new Set(events).size]).toEqual([105, 105])
  })

  it('learns that a write key is wrong', async () => {
    const errors: { reason?: unknown }[] = []
    const analytics = new Analytics({ writeKey: 'nobody', host: collect.url, flushAt: 1, maxRetries: 0 })
    analytics.on('error', (error) => errors.push(error))
    analytics.track({ userId: 'seg-2', event: 'Lost' })
    await analytics.closeAndFlush()
    expect(errors).toHaveLength(1)
    expect(String(errors[0]?.reason)).toContain('401')
  })

  it('tries again after a 503, and the event arrives once', async () => {
    const analytics = new Analytics({ writeKey: WRITE_KEY, host: collect.url, flushAt: 1 })
    failures.push('before writing', 'after writing')
    analytics.track({ userId: 'seg-again', event: 'Patient' })
    await analytics.closeAndFlush()
    expect(failures).toEqual([])
    expect(await storedOf('seg-again')).toMatchObject([{ event: 'Patient' }])
  })
})

describe('RudderStack’s library for Node, unmodified', () => {
  it('delivers every kind of call in gzip', async () => {
    const client = new RudderAnalytics(WRITE_KEY, { dataPlaneUrl: collect.url, flushAt: 1 })
    client.identify({ userId: 'rud-1', traits: { name: 'Rudi' } })
    client.track({ userId: 'rud-1', event: 'Signed Up', properties: { plan: 'free' } })
    client.page({ userId: 'rud-1', name: 'Home' })
    client.group({ userId: 'rud-1', groupId: 'globex', traits: { name: 'Globex' } })
    client.alias({ userId: 'rud-1', previousId: 'rud-old' })
    await client.flush()

    await expect
      .poll(async () => (await storedOf('rud-1')).map(({ type }) => type), { timeout: 10_000 })
      .toEqual(['alias', 'group', 'identify', 'page', 'track'])
  })

  it('learns that a write key is wrong', async () => {
    const errors: unknown[] = []
    const client = new RudderAnalytics('nobody', {
      dataPlaneUrl: collect.url,
      errorHandler: (error) => errors.push(error),
    })
    client.track({ userId: 'rud-2', event: 'Lost' })
    await client.flush()
    expect(errors).toMatchObject([{ response: { status: 401 } }])
  })

  it('tries again after a 503, and the event arrives once', async () => {
    const client = new RudderAnalytics(WRITE_KEY, { dataPlaneUrl: collect.url })
    failures.push('before writing', 'after writing')
    client.track({ userId: 'rud-again', event: 'Patient' })
    await client.flush()
    expect(failures).toEqual([])
    expect(await storedOf('rud-again')).toMatchObject([{ event: 'Patient' }])
  })
})
