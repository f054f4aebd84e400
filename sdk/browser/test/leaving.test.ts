import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { call, closeTab, eventually, flush, keptBy, sleep, useSite } from './site.ts'
import type { Call } from '../src/module.ts'

const site = useSite()
const QUIET = { tag: 'data-auto-page="false" data-flush-interval="500"' }
const PATIENT = { tag: 'data-auto-page="false" data-flush-at="1000" data-flush-interval="60000"' }

const waitingOn = async (page: Page) =>
  (await keptBy(page)).keys.filter((key) => key.includes('queue')).length

test('what waits when the visitor leaves goes by beacon, and the next page has it confirmed', async () => {
  const page = await site.open(QUIET)
  await call(page, ['track', 'Clicked'], ['track', 'Gone'])
  await page.goto(site.url({ path: '/next' }))
  await site.delivered(2)

  const [beacon, confirmation] = site.server.deliveries
  expect(beacon).toMatchObject({ byBeacon: true, writeKey: 'wk', contentType: 'text/plain;charset=UTF-8' })
  expect(beacon!.batch).toMatchObject([{ event: 'Clicked' }, { event: 'Gone' }])
  expect(confirmation).toMatchObject({ byBeacon: false, batch: beacon!.batch })
  await eventually(() => waitingOn(page)).toBe(0)
})

test('closing the tab sends what waits', async () => {
  const page = await site.open(PATIENT)
  await call(page, ['track', 'Closed'])
  await closeTab(page)
  expect(await site.received(1)).toMatchObject([{ event: 'Closed' }])
})

test('beacons stay under 60 KB; what the browser does not take is sent by the next page', async () => {
  const page = await site.open(PATIENT)
  const calls = Array.from({ length: 12 }, (_, index): Call => [
    'track',
    `Step ${index}`,
    { text: '€'.repeat(5_000) },
  ])
  await call(page, ...calls)
  await page.goto(site.url({ path: '/next' }))
  await flush(page)

  const beacons = site.server.deliveries.filter(({ byBeacon }) => byBeacon)
  expect(beacons.length).toBeGreaterThan(0)
  expect(Math.max(...beacons.map(({ bytes }) => bytes))).toBeLessThan(60_000)
  expect(site.names().sort()).toEqual(calls.map(([, name]) => String(name)).sort())
})

test('a hidden page sends by beacon once, and confirms when it is looked at again', async () => {
  const page = await site.open(QUIET)
  await call(page, ['track', 'Before'])
  await setVisibility(page, 'hidden')
  await site.delivered(1)
  await call(page, ['track', 'Behind'])
  await site.delivered(2)
  await setVisibility(page, 'hidden')
  await sleep(1_000)

  expect(
    site.server.deliveries.map(({ byBeacon, batch }) => [byBeacon, batch.map(({ event }) => event)]),
  ).toEqual([
    [true, ['Before']],
    [false, ['Behind']],
  ])
  await setVisibility(page, 'visible')
  await site.delivered(3)
  expect(site.server.deliveries[2]!.batch).toMatchObject([{ event: 'Before' }])
  await eventually(() => waitingOn(page)).toBe(0)
})

test('a browser without beacons sends by fetch that outlives the page', async () => {
  await site.context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'sendBeacon', { value: undefined }),
  )
  const page = await site.open(PATIENT)
  await call(page, ['track', 'Closed'])
  await closeTab(page)
  expect(await site.received(1)).toMatchObject([{ event: 'Closed' }])
})

test('a beacon is not confirmed after the server may have forgotten it, so that nothing counts twice', async () => {
  const page = await site.open(PATIENT)
  await call(page, ['track', 'Old'], ['track', 'Recent'])
  await page.goto('about:blank')
  await site.received(2)
  const bare = await site.openHtml('')
  await bare.evaluate(() => {
    const days = 24 * 3_600_000
    for (const [key, text] of Object.entries(localStorage)) {
      if (!key.includes('queue')) continue
      const age = text.includes('"Old"') ? 6.1 * days : 5.9 * days
      localStorage.setItem(key, Math.round(Date.now() - age) + text.slice(text.indexOf('{')))
    }
  })
  site.server.deliveries.length = 0
  await site.open(QUIET)
  await eventually(() => waitingOn(bare)).toBe(0)

  expect(site.names()).toEqual(['Recent'])
})

/** Automated tabs are always visible; the script sees what the page sees. */
async function setVisibility(page: Page, state: DocumentVisibilityState): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
}
