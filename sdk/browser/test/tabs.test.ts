import { expect, test } from 'vitest'
import { call, eventually, flush, keptBy, sleep, useSite, userOf } from './site.ts'
import type { Call } from '../src/module.ts'

const site = useSite()
const QUIET = { tag: 'data-auto-page="false"' }

const steps = (tab: string): Call[] => Array.from({ length: 30 }, (_, index) => ['track', `${tab} ${index}`])

test.each(['127.0.0.1', 'shop.example.test'])('two tabs on %s lose and mix up nothing', async (hostname) => {
  const one = await site.open({ ...QUIET, hostname })
  const two = await site.open({ ...QUIET, hostname })
  await site.context.setOffline(true)
  await Promise.all([call(one, ...steps('one')), call(two, ...steps('two'))])
  await site.context.setOffline(false)
  await site.received(60)

  expect(site.names().sort()).toEqual(
    [...steps('one'), ...steps('two')].map(([, name]) => String(name)).sort(),
  )
  await eventually(async () => (await keptBy(one)).keys.filter((key) => key.includes('queue'))).toEqual([])
})

test('where the browser has locks, only one tab sends at a time', async () => {
  const one = await site.open(QUIET)
  const two = await site.open(QUIET)
  await site.context.setOffline(true)
  await Promise.all([call(one, ...steps('one')), call(two, ...steps('two'))])
  let open = 0
  let most = 0
  site.server.answer = async () => {
    most = Math.max(most, ++open)
    await sleep(200)
    open--
    return { status: 200 }
  }
  await site.context.setOffline(false)
  await site.received(60)
  await sleep(500)

  expect(most).toBe(1)
  expect(site.events()).toHaveLength(60)
})

test('a tab goes on when another has sent what it could not', async () => {
  site.server.answer = () => ({ status: site.server.deliveries.length === 0 ? 500 : 200 })
  const one = await site.open(QUIET)
  const two = await site.open(QUIET)
  await call(one, ['track', 'First'])
  await site.delivered(1)
  await flush(two)
  expect(site.server.deliveries).toHaveLength(2)
  await sleep(1_200)
  await call(one, ['track', 'Second'])
  expect((await site.received(2)).map(({ event }) => event)).toEqual(['First', 'Second'])
})

test('a tab that crashed leaves its events to the next', async () => {
  const crashing = await site.open({ tag: 'data-auto-page="false" data-flush-interval="60000"' })
  await call(crashing, ['track', 'Before the crash'])
  await userOf(crashing)
  const devtools = await site.context.newCDPSession(crashing)
  const isGone = crashing.waitForEvent('crash')
  void devtools.send('Page.crash').catch(() => undefined)
  await isGone
  expect(site.events()).toEqual([])

  await site.open(QUIET)
  expect(await site.received(1)).toMatchObject([{ event: 'Before the crash' }])
})

test('a visitor signed in or out in one tab is so in the other', async () => {
  const one = await site.open(QUIET)
  const two = await site.open(QUIET)
  await call(one, ['identify', 'u1', { plan: 'pro' }])
  await eventually(() => userOf(two)).toMatchObject({ userId: 'u1', traits: { plan: 'pro' } })
  await call(two, ['reset'])
  await eventually(async () => (await userOf(one)).userId).toBe(null)
  expect(await userOf(one)).toEqual(await userOf(two))
})

test('sources with different write keys keep their events apart', async () => {
  const page = await site.open({ tag: 'data-auto-page="false" data-flush-interval="60000"' })
  await call(page, ['track', 'For wk'])
  const other = await site.openHtml(
    '<script src="/kith.js" data-write-key="wk2" data-auto-page="false"></script>',
  )
  await call(other, ['track', 'For wk2'])
  await site.received(1)
  await sleep(500)

  expect(
    site.server.deliveries.map(({ writeKey, batch }) => [writeKey, batch.map(({ event }) => event)]),
  ).toEqual([['wk2', ['For wk2']]])
})
