import { expect, test } from 'vitest'
import { call, eventually, flush, keptBy, sleep, useSite, userOf } from './site.ts'
import type { Call } from '../src/module.ts'

const site = useSite()
const REQUIRED = { tag: 'data-consent="required"' }
const NOTHING = { keys: [], cookies: {} }

test('where consent is required, nothing is stored or sent before it is given', async () => {
  const page = await site.open(REQUIRED)
  await call(page, ['identify', 'u1', { plan: 'pro' }], ['track', 'Early'], ['group', 'acme'])
  await flush(page)
  await page.evaluate(() => dispatchEvent(new Event('pagehide')))
  await sleep(500)

  expect(await keptBy(page)).toEqual(NOTHING)
  expect(site.server.deliveries).toEqual([])
  expect(await userOf(page)).toMatchObject({ userId: 'u1' })
})

test('with consent what waited is sent, marked with the choice, as the visitor it was recorded for', async () => {
  const former = await site.open({ tag: 'data-auto-page="false"' })
  await call(former, ['setAnonymousId', 'from before consent was required'])
  const page = await site.open(REQUIRED)
  await call(page, ['identify', 'u1'], ['track', 'Early'])
  const user = await userOf(page)
  await call(page, ['consent', { analytics: true, marketing: false }], ['track', 'Late'])
  const events = await site.received(4)

  expect(events.map(({ type }) => type)).toEqual(['page', 'identify', 'track', 'track'])
  for (const event of events) {
    expect(event).toMatchObject({
      anonymousId: user.anonymousId,
      context: { consent: { categoryPreferences: { analytics: true, marketing: false } } },
    })
  }
  expect(await userOf(page)).toEqual(user)
  expect((await keptBy(page)).cookies).toMatchObject({
    kith_anonymous_id: user.anonymousId,
    kith_user_id: 'u1',
  })
})

test('the choice is remembered, on subdomains too', async () => {
  const shop = await site.open({ ...REQUIRED, hostname: 'shop.example.test' })
  await call(shop, ['consent', { analytics: true }])
  await site.open({ ...REQUIRED, hostname: 'blog.example.test' })
  const [first, second] = await site.received(2)

  expect(second!.anonymousId).toBe(first!.anonymousId)
  expect(second!.context).toMatchObject({ consent: { categoryPreferences: { analytics: true } } })
})

test('refusing everything drops what waited and remembers only the refusal', async () => {
  const page = await site.open(REQUIRED)
  await call(page, ['track', 'Early'], ['consent', { analytics: false }], ['track', 'Late'])
  await page.reload()
  await call(page, ['track', 'Later still'])
  await sleep(500)

  expect(site.server.deliveries).toEqual([])
  const { keys, cookies } = await keptBy(page)
  expect([keys, Object.keys(cookies)]).toEqual([['kith_consent'], ['kith_consent']])
})

test('an empty answer is a refusal', async () => {
  const page = await site.open(REQUIRED)
  await call(page, ['track', 'Early'], ['consent', {}])
  await sleep(500)
  expect(site.server.deliveries).toEqual([])
})

test('consent taken back forgets the visitor, and given again starts with a new one', async () => {
  const page = await site.open({ hostname: 'shop.example.test' })
  await call(page, ['identify', 'u1'], ['consent', { analytics: true }])
  await site.received(2)
  const before = await userOf(page)
  await call(page, ['track', 'Unsent'], ['consent', { analytics: false }], ['track', 'Refused'])
  const { keys, cookies } = await keptBy(page)
  expect([keys, Object.keys(cookies)]).toEqual([['kith_consent'], ['kith_consent']])

  await call(page, ['consent', { analytics: true }], ['track', 'Again'])
  const again = (await site.received(3)).at(-1)
  expect(again).toMatchObject({ event: 'Again' })
  expect(again).not.toHaveProperty('userId')
  expect(again!.anonymousId).not.toBe(before.anonymousId)
})

test('one category can be the one that decides', async () => {
  const page = await site.open({ tag: 'data-consent="required" data-consent-category="analytics"' })
  await call(page, ['consent', { necessary: true, analytics: false }], ['track', 'Refused'])
  await call(page, ['consent', { necessary: true, analytics: true }], ['track', 'Allowed'])
  expect(await site.received(1)).toMatchObject([{ event: 'Allowed' }])
})

test('only a plain true is a yes', async () => {
  const page = await site.open(REQUIRED)
  await call(page, ['consent', { analytics: 'true', marketing: 1 }])
  await sleep(400)
  expect(site.server.deliveries).toEqual([])
})

test('where consent is not required, events flow before the choice and carry it afterwards', async () => {
  const page = await site.open()
  await site.received(1)
  await call(page, ['consent', { analytics: true, marketing: false }], ['track', 'Chosen'])
  const [before, after] = await site.received(2)

  expect(before!.context).not.toHaveProperty('consent')
  expect(after!.context).toMatchObject({
    consent: { categoryPreferences: { analytics: true, marketing: false } },
  })
})

test('a choice made in one tab holds in the other at once', async () => {
  const one = await site.open(REQUIRED)
  const two = await site.open(REQUIRED)
  const { anonymousId } = await userOf(one)
  await call(one, ['consent', { analytics: true }])
  expect(await site.received(2)).toHaveLength(2)
  expect((await userOf(one)).anonymousId).toBe(anonymousId)
  await eventually(async () => (await userOf(two)).anonymousId).toBe(anonymousId)

  await call(two, ['consent', { analytics: false }])
  await sleep(300)
  await call(one, ['track', 'Refused elsewhere'])
  await sleep(400)
  expect(site.names()).toEqual(['page', 'page'])
  expect((await keptBy(one)).keys).toEqual(['kith_consent'])
})

test('what waits for consent is bounded', async () => {
  const page = await site.open({ tag: 'data-consent="required" data-auto-page="false"' })
  const calls = Array.from({ length: 1_200 }, (_, index): Call => ['track', `Step ${index}`])
  await call(page, ...calls, ['consent', { analytics: true }])
  const events = await site.received(1_000)
  expect(events[0]).toMatchObject({ event: 'Step 200' })
}, 15_000)

test('a Global Privacy Control signal is a refusal where the site says so, until the visitor agrees', async () => {
  await site.context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true }),
  )
  const page = await site.open({ tag: 'data-respect-gpc' })
  await call(page, ['track', 'Refused'])
  await sleep(400)
  expect(site.server.deliveries).toEqual([])
  expect(await keptBy(page)).toEqual(NOTHING)

  await call(page, ['consent', { analytics: true }], ['track', 'Agreed'])
  expect(await site.received(1)).toMatchObject([{ event: 'Agreed' }])
})

test('the signal is left alone where the site does not say so', async () => {
  await site.context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true }),
  )
  await site.open()
  expect(await site.received(1)).toMatchObject([{ type: 'page' }])
})
