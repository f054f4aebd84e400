import { expect, test } from 'vitest'
import { call, closeTab, eventually, flush, keptBy, sleep, useSite, watchConsole } from './site.ts'
import type { Call } from '../src/module.ts'

const site = useSite()
const QUIET = { tag: 'data-auto-page="false"' }
/** An attribute without a usable value leaves the default. */
const UNHURRIED = { tag: 'data-auto-page="false" data-flush-interval=""' }

const tracks = (count: number, properties = {}) =>
  Array.from({ length: count }, (_, index): Call => ['track', `Step ${index}`, properties])

test('events of one second travel together', async () => {
  const page = await site.open(UNHURRIED)
  const start = Date.now()
  await call(page, ...tracks(5))
  await site.received(5)

  expect(site.server.deliveries).toHaveLength(1)
  expect(site.server.deliveries[0]!.at - start).toBeGreaterThan(900)
})

test('twenty events are sent at once', async () => {
  const page = await site.open(UNHURRIED)
  const start = Date.now()
  await call(page, ...tracks(20))
  await site.received(20)
  expect(site.server.deliveries[0]!.at - start).toBeLessThan(900)
})

test('both numbers can be set', async () => {
  const page = await site.open({
    tag: 'data-auto-page="false" data-flush-at="2" data-flush-interval="60000"',
  })
  await call(page, ...tracks(1))
  await sleep(500)
  expect(site.events()).toEqual([])
  await call(page, ...tracks(1))
  await site.received(2)
})

test('nothing is kept of what the server has acknowledged', async () => {
  const page = await site.open(UNHURRIED)
  await call(page, ...tracks(3))
  expect((await keptBy(page)).keys.filter((key) => key.includes('queue'))).toHaveLength(3)
  await site.received(3)
  await expect
    .poll(async () => (await keptBy(page)).keys)
    .toEqual(['kith_anonymous_id', 'kith_user_id', 'kith_visitor'])
})

test('what happens offline is sent when the browser is online again, in order', async () => {
  const page = await site.open(QUIET)
  await site.context.setOffline(true)
  await call(page, ...tracks(3))
  await sleep(1_500)
  await call(page, ['track', 'Last'])
  await site.context.setOffline(false)

  expect((await site.received(4)).map(({ event }) => event)).toEqual(['Step 0', 'Step 1', 'Step 2', 'Last'])
})

test('what happened offline is sent by the next page when the first was closed', async () => {
  const page = await site.open(QUIET)
  await site.openHtml('')
  await site.context.setOffline(true)
  await call(page, ...tracks(3))
  await closeTab(page)
  await site.context.setOffline(false)
  await site.open(QUIET)

  expect((await site.received(3)).map(({ event }) => event)).toEqual(['Step 0', 'Step 1', 'Step 2'])
})

test.each([500, 503, 429])(
  'a batch answered with %i is sent again, later',
  async (status) => {
    site.server.answer = () => ({ status: site.server.deliveries.length < 2 ? status : 200 })
    const page = await site.open(QUIET)
    await call(page, ...tracks(2))
    await site.delivered(3)
    await sleep(1_300)

    const [first, second, third] = site.server.deliveries
    expect(site.server.deliveries).toHaveLength(3)
    expect(second!.batch).toEqual(first!.batch)
    expect(third!.batch).toEqual(first!.batch)
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(500)
    expect(third!.at - second!.at).toBeGreaterThanOrEqual(1_000)
  },
  15_000,
)

test('a batch that took the server too long is sent again', async () => {
  site.server.answer = () => ({ status: site.server.deliveries.length < 2 ? 408 : 200 })
  const page = await site.open(QUIET)
  await call(page, ...tracks(2))
  await site.delivered(3)
  expect(site.server.deliveries[2]!.batch).toEqual(site.server.deliveries[0]!.batch)
})

test('events that happen while the server is being waited for do not hurry it', async () => {
  site.server.answer = () => ({
    status: site.server.deliveries.length === 0 ? 503 : 200,
    headers: { 'retry-after': '3' },
  })
  const page = await site.open(QUIET)
  await call(page, ...tracks(20))
  await site.delivered(1)
  await call(page, ...tracks(20))
  await site.received(40)
  expect(site.server.deliveries[1]!.at - site.server.deliveries[0]!.at).toBeGreaterThanOrEqual(2_900)
}, 15_000)

test('a refused batch is dropped, counted, and its reason told once', async () => {
  site.server.answer = ({ batch }) =>
    batch.some(({ event }) => event === 'Fine')
      ? { status: 200 }
      : { status: 400, body: '{"error":{"code":"bad","message":"the write key is \\"unknown\\""}}' }
  const page = await site.open(QUIET)
  const messages = watchConsole(page)
  await call(page, ...tracks(20))
  await site.delivered(1)
  await call(page, ...tracks(20))
  await site.delivered(2)
  await flush(page)
  await call(page, ['track', 'Fine'])
  await site.delivered(3)

  expect(site.server.deliveries[2]!.batch).toMatchObject([{ event: 'Fine', context: { droppedEvents: 40 } }])
  expect(messages.filter((message) => message.startsWith('kith:'))).toEqual([
    'kith: the server refused events: 400 the write key is "unknown"',
  ])
})

test('an event the server would refuse for its length does not cost the others', async () => {
  const page = await site.open(QUIET)
  const messages = watchConsole(page)
  await call(page, ['track', 'Long', { text: 'ä'.repeat(17_000) }], ['track', 'Short'])

  expect(await site.received(1)).toMatchObject([{ event: 'Short', context: { droppedEvents: 1 } }])
  expect(messages).toEqual(['kith: an event of type track is longer than 32768 bytes and was dropped'])
})

test('at most a thousand events wait; the oldest make room, and are counted', async () => {
  const page = await site.open(QUIET)
  const messages = watchConsole(page)
  await site.context.setOffline(true)
  await call(page, ...tracks(1_010))
  expect((await keptBy(page)).keys.filter((key) => key.includes('queue'))).toHaveLength(1_000)
  await site.context.setOffline(false)
  const events = await site.received(1_000)

  expect(events[0]).toMatchObject({ event: 'Step 10' })
  expect(events.at(-1)).toMatchObject({ event: 'Step 1009', context: { droppedEvents: 9 } })
  expect(messages).toContain('kith: too many events wait for the server; the oldest are dropped')
  expect(Math.max(...site.server.deliveries.map(({ batch }) => batch.length))).toBe(100)
}, 15_000)

test('at most a million characters wait, and no batch is longer than the server takes', async () => {
  const page = await site.open(QUIET)
  await site.context.setOffline(true)
  await call(page, ...tracks(60, { text: '€'.repeat(9_800) }), ...tracks(60, { text: 'x'.repeat(20_000) }))
  const waiting = await page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.includes('queue'))
      .reduce((sum, [, text]) => sum + text.length, 0),
  )
  expect(waiting).toBeGreaterThan(970_000)
  expect(waiting).toBeLessThanOrEqual(1_000_000)

  await site.context.setOffline(false)
  await eventually(() => site.names().at(-1)).toBe('Step 59')
  expect(Math.max(...site.server.deliveries.map(({ bytes }) => bytes))).toBeLessThan(480_000)
}, 15_000)
