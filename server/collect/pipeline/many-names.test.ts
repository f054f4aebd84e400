import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { openTestCollect, type TestCollect } from '../testing/open-test-collect.ts'
import { sendBatch } from '../testing/send.ts'

const MB = 1024 * 1024
const EVENTS = 100
const NAMES = 500
/** All names together are 20 MB of JSON; what a store keeps for each name that it ever saw would be many times this. */
const MOST_GROWTH_MB = 800

describe.each([
  { field: 'properties', names: '1,000,000', requests: 20 },
  { field: 'traits', names: '100,000', requests: 2 },
] as const)('$names distinct names of $field', { timeout: 300_000 }, ({ field, requests }) => {
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

  it('are stored as they were sent, and the process does not grow with them', async () => {
    const grown = []
    const before = process.memoryUsage.rss()
    for (let request = 0; request < requests; request++) {
      expect(
        (
          await sendBatch(
            collect.url,
            Array.from({ length: EVENTS }, (_, index) => manyNames(field, request * EVENTS + index)),
          )
        ).status,
      ).toBe(200)
      await collect.pipeline.idle()
      grown.push(Math.round((process.memoryUsage.rss() - before) / MB))
    }
    const [half = 0, end = 0] = [grown[requests / 2 - 1], grown.at(-1)]
    expect(end).toBeLessThan(MOST_GROWTH_MB)
    expect(end - half).toBeLessThan(MOST_GROWTH_MB * 0.75)

    const [counted] = await platform.warehouse.rows(
      'select count() as events, uniqExact(message_id) as messages from events',
    )
    expect(counted).toEqual({ events: requests * EVENTS, messages: requests * EVENTS })
    const last = requests * EVENTS - 1
    const [stored] = await platform.warehouse.rows(
      'select properties from events where message_id = {id:String}',
      { id: `many-${last}` },
    )
    expect(stored).toEqual({ properties: manyNames(field, last)[field] })
  })
})

function manyNames(field: 'properties' | 'traits', number: number) {
  const names = Object.fromEntries(
    Array.from({ length: NAMES }, (_, index) => [`name ${number * NAMES + index}`, index]),
  )
  const type = field === 'traits' ? 'identify' : 'track'
  return { type, event: 'Many', userId: `user-${number}`, messageId: `many-${number}`, [field]: names }
}
