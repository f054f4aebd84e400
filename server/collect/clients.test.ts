import { Analytics } from '@segment/analytics-node'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../platform/testing/index.ts'
import { openTestCollect, WRITE_KEY, type TestCollect } from './testing/open-test-collect.ts'

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

  it('learns that a write key is wrong', async () => {
    const errors: unknown[] = []
    const analytics = new Analytics({ writeKey: 'nobody', host: collect.url, flushAt: 1, maxRetries: 0 })
    analytics.on('error', (error) => errors.push(error))
    analytics.track({ userId: 'seg-2', event: 'Lost' })
    await analytics.closeAndFlush()
    expect(errors).toHaveLength(1)
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
})
