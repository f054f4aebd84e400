import { expect, test } from 'vitest'
import { call, useSite, userOf } from './site.ts'

const site = useSite()
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('a track call arrives with who, when and where', async () => {
  const page = await site.open({
    path: '/shoes?size=42&utm_source=letter&utm_campaign=spring&utm_content=top',
  })
  const before = Date.now()
  await call(page, ['track', 'Added', { price: 12.5, tags: ['a', 'b'], näme: '鞋 👟' }])
  const [, event] = await site.received(2)
  const user = await userOf(page)

  expect(user.anonymousId).toMatch(UUID)
  expect(event).toMatchObject({
    type: 'track',
    event: 'Added',
    properties: { price: 12.5, tags: ['a', 'b'], näme: '鞋 👟' },
    anonymousId: user.anonymousId,
    context: {
      library: { name: 'kith.js', version: '0.1.0' },
      page: {
        path: '/shoes',
        search: '?size=42&utm_source=letter&utm_campaign=spring&utm_content=top',
        referrer: '',
        title: 'Shop',
        url: site.url({ path: '/shoes?size=42&utm_source=letter&utm_campaign=spring&utm_content=top' }),
      },
      campaign: { source: 'letter', name: 'spring', content: 'top' },
      locale: 'en-US',
      screen: { width: 1280, height: 720, density: 1 },
    },
  })
  expect(event!.context.userAgent).toContain('Chrome')
  expect(event!.context.timezone).toBe(
    await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
  )
  expect(event).not.toHaveProperty('userId')
  expect(event!.context).not.toHaveProperty('consent')
  expect(event!.context).not.toHaveProperty('droppedEvents')
  expect(event!.messageId.length).toBeLessThan(100)
  expect(event!.originalTimestamp).toBe(event!.timestamp)
  expect(Math.abs(Date.parse(event!.timestamp) - before)).toBeLessThan(5_000)
})

test('batches are plain text with the write key and the time of sending, and need no preflight across origins', async () => {
  await site.open({ hostname: 'shop.example.test', host: site.url({ path: '' }) })
  await site.received(1)

  expect(site.server.deliveries[0]).toMatchObject({ writeKey: 'wk', contentType: 'text/plain' })
  expect(Math.abs(Date.parse(site.server.deliveries[0]!.sentAt) - Date.now())).toBeLessThan(5_000)
  expect(site.server.strayRequests).toEqual([])
})

test('identify tells traits and the user id, which later events carry', async () => {
  const page = await site.open({ tag: 'data-auto-page="false"' })
  await call(
    page,
    ['identify', { plan: 'free' }],
    ['identify', 42, { plan: 'pro', seats: 3 }],
    ['identify', { seats: 4 }],
    ['track', 'Renewed'],
  )
  const [anonymous, known, more, renewed] = await site.received(4)

  expect(anonymous).toMatchObject({ type: 'identify', traits: { plan: 'free' } })
  expect(anonymous).not.toHaveProperty('userId')
  expect(known).toMatchObject({ type: 'identify', userId: '42', traits: { plan: 'pro', seats: 3 } })
  expect(more).toMatchObject({ type: 'identify', userId: '42', traits: { seats: 4 } })
  expect(more!.traits).not.toHaveProperty('plan')
  expect(renewed).toMatchObject({ event: 'Renewed', userId: '42' })
  expect(await userOf(page)).toMatchObject({ userId: '42', traits: { plan: 'pro', seats: 4 } })
})

test('page takes a name, a category and properties, beside what it knows itself', async () => {
  const page = await site.open({ tag: 'data-auto-page="false"' })
  await call(
    page,
    ['page'],
    ['page', 'Pricing'],
    ['page', 'Docs', 'Start', { depth: 2 }],
    ['page', { title: 'Mine' }],
    ['page', 'Pricing', { depth: 1 }],
    ['page', null, 'Named'],
  )
  const pages = await site.received(6)
  const own = { path: '/', referrer: '', search: '', title: 'Shop', url: site.url() }

  expect(pages.map(({ name, category, properties }) => ({ name, category, properties }))).toEqual([
    { properties: own },
    { name: 'Pricing', properties: { ...own, name: 'Pricing' } },
    { name: 'Start', category: 'Docs', properties: { ...own, name: 'Start', category: 'Docs', depth: 2 } },
    { properties: { ...own, title: 'Mine' } },
    { name: 'Pricing', properties: { ...own, name: 'Pricing', depth: 1 } },
    { name: 'Named', properties: { ...own, name: 'Named' } },
  ])
})

test('group puts this and later events into the group', async () => {
  const page = await site.open({ tag: 'data-auto-page="false"' })
  await call(page, ['group', 'acme', { employees: 7 }], ['track', 'Invited'])
  const [group, invited] = await site.received(2)

  expect(group).toMatchObject({ type: 'group', groupId: 'acme', traits: { employees: 7 } })
  expect(invited!.context).toMatchObject({ groupId: 'acme' })
})

test('alias names the former id given, or the one known', async () => {
  const page = await site.open({ tag: 'data-auto-page="false"' })
  const { anonymousId } = await userOf(page)
  await call(page, ['alias', 'new'], ['identify', 'old'], ['alias', 'new'], ['alias', 'new', 'older'])
  const [first, , second, third] = await site.received(4)

  expect(first).toMatchObject({ type: 'alias', userId: 'new', previousId: anonymousId })
  expect(second).toMatchObject({ type: 'alias', userId: 'new', previousId: 'old', anonymousId })
  expect(third).toMatchObject({ type: 'alias', userId: 'new', previousId: 'older' })
})

test('message ids are unique and in the order of the calls', async () => {
  const page = await site.open({ tag: 'data-auto-page="false"' })
  const calls = Array.from(
    { length: 200 },
    (_, index) => ['track', `Step ${index}`] as [string, ...unknown[]],
  )
  await call(page, ...calls)
  const events = await site.received(200)

  expect(events.map((event) => event.event)).toEqual(calls.map(([, name]) => name))
  const ids = events.map((event) => event.messageId)
  expect(ids).toEqual([...ids].sort())
})

test('the module build makes the same calls', async () => {
  const page = await site.open({ tag: 'data-auto-page="false"' })
  const host = site.url({ path: '/proxied/' })
  await page.addScriptTag({
    type: 'module',
    content: `
      import { createKith } from '/kith.mjs'
      createKith({ writeKey: 'other', host: '${host}', autoPage: false }).identify('u1', { plan: 'pro' })`,
  })
  await site.received(1)

  expect(site.server.deliveries).toHaveLength(1)
  expect(site.server.deliveries[0]).toMatchObject({
    writeKey: 'other',
    batch: [{ type: 'identify', userId: 'u1' }],
  })
})
