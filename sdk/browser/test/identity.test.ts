import { expect, test } from 'vitest'
import { call, keptBy, useSite, userOf, watchConsole } from './site.ts'

const site = useSite()

test('ids, traits and group outlive the page', async () => {
  const page = await site.open()
  await call(page, ['identify', 'u1', { plan: 'pro' }], ['group', 'acme'])
  const user = await userOf(page)
  await page.reload()
  await call(page, ['track', 'Back'])
  const events = await site.received(5)

  expect(await userOf(page)).toEqual({ ...user, userId: 'u1', traits: { plan: 'pro' } })
  expect(events.at(-1)).toMatchObject({ event: 'Back', userId: 'u1', anonymousId: user.anonymousId })
  expect(events.at(-1)!.context).toMatchObject({ groupId: 'acme' })
  const { cookies } = await keptBy(page)
  expect(cookies).toMatchObject({ kith_anonymous_id: user.anonymousId, kith_user_id: 'u1' })
})

test('either the cookie or local storage is enough to know the visitor again', async () => {
  const page = await site.open()
  const { anonymousId } = await userOf(page)
  await page.context().clearCookies()
  await page.reload()
  expect((await userOf(page)).anonymousId).toBe(anonymousId)

  await page.evaluate(() => localStorage.clear())
  await page.reload()
  expect((await userOf(page)).anonymousId).toBe(anonymousId)
})

test('reset gives a new anonymous id and forgets user, traits and group', async () => {
  const page = await site.open({ tag: 'data-auto-page="false"' })
  await call(page, ['identify', 'u1', { plan: 'pro' }], ['group', 'acme'])
  const before = await userOf(page)
  await call(page, ['reset'], ['track', 'Fresh'])
  const after = await userOf(page)
  const fresh = (await site.received(3)).at(-1)

  expect(after).toEqual({ anonymousId: expect.any(String), userId: null, traits: {} })
  expect(after.anonymousId).not.toBe(before.anonymousId)
  expect(fresh).not.toHaveProperty('userId')
  expect(fresh!.context).not.toHaveProperty('groupId')
  await page.reload()
  expect(await userOf(page)).toEqual(after)
})

test('another user id forgets the former user’s traits and group', async () => {
  const page = await site.open()
  await call(page, ['identify', { plan: 'free' }], ['identify', 'u1', { seats: 3 }], ['group', 'acme'])
  expect(await userOf(page)).toMatchObject({ userId: 'u1', traits: { plan: 'free', seats: 3 } })

  await call(page, ['identify', 'u2', { plan: 'pro' }], ['track', 'Next'])
  expect(await userOf(page)).toMatchObject({ userId: 'u2', traits: { plan: 'pro' } })
  expect((await site.received(6)).at(-1)!.context).not.toHaveProperty('groupId')
})

test('the anonymous id can be given', async () => {
  const page = await site.open()
  await call(page, ['setAnonymousId', 'from-the-server'], ['track', 'Given'])
  expect((await site.received(2)).at(-1)).toMatchObject({ anonymousId: 'from-the-server' })
})

test('subdomains share the visitor, and a sign-in or sign-out on one holds on the other', async () => {
  const shop = await site.open({ hostname: 'shop.example.test' })
  await call(shop, ['identify', 'u1', { plan: 'pro' }])
  const blog = await site.open({ hostname: 'blog.example.test' })
  const { anonymousId } = await userOf(shop)
  expect(await userOf(blog)).toEqual({ anonymousId, userId: 'u1', traits: {} })

  await call(blog, ['identify', 'u2'])
  expect(await userOf(shop)).toEqual({ anonymousId, userId: 'u2', traits: {} })

  await call(blog, ['reset'])
  expect(await userOf(shop)).toEqual(await userOf(blog))
  expect((await userOf(shop)).anonymousId).not.toBe(anonymousId)
})

test('an empty cookie domain keeps the visitor to one host', async () => {
  const shop = await site.open({ hostname: 'shop.example.test', tag: 'data-cookie-domain=""' })
  const blog = await site.open({ hostname: 'blog.example.test', tag: 'data-cookie-domain=""' })
  expect((await userOf(blog)).anonymousId).not.toBe((await userOf(shop)).anonymousId)
})

test('a frame without storage and cookies still sends its events, and the page sees no error', async () => {
  const page = await site.open()
  const messages = watchConsole(page)
  await page.setContent(`<iframe sandbox="allow-scripts" src="${site.url()}"></iframe>`)
  const frame = page.frames()[1]!
  await frame.waitForFunction(() => window.kith && 'track' in window.kith)
  await frame.evaluate(() => {
    if (!window.kith || !('track' in window.kith)) return
    window.kith.identify('u1')
    window.kith.track('From the frame')
  })
  const events = await site.received(4)

  expect(
    await frame.evaluate(() => {
      try {
        return localStorage.length
      } catch (error) {
        return String(error)
      }
    }),
  ).toContain('SecurityError')
  expect(events.at(-1)).toMatchObject({ event: 'From the frame', userId: 'u1' })
  expect(events.at(-1)!.anonymousId).toBe(events.at(-2)!.anonymousId)
  expect(messages).toEqual([])
})

test('a full local storage costs no event', async () => {
  const page = await site.open()
  await site.received(1)
  await page.evaluate(() => {
    for (let size = 4_194_304; size >= 1; size /= 2) {
      try {
        for (let part = 0; ; part++) localStorage.setItem(`${size}-${part}`, 'x'.repeat(size))
      } catch {
        // The next size fills what is left.
      }
    }
  })
  await call(page, ['track', 'Squeezed'], ['identify', 'u1', { plan: 'pro' }])
  expect((await site.received(3)).map(({ type }) => type)).toEqual(['page', 'track', 'identify'])
  expect(await userOf(page)).toMatchObject({ userId: 'u1', traits: { plan: 'pro' } })
})

test('damaged storage is replaced', async () => {
  const bare = await site.openHtml('')
  await bare.evaluate(() => {
    for (const key of ['visitor', 'dropped', 'queue:wk:kith-1', 'anonymous_id']) {
      localStorage.setItem(`kith_${key}`, '{"broken":')
    }
    localStorage.setItem('kith_consent', '[]')
  })
  const page = await site.open()
  await call(page, ['identify', 'u1', { plan: 'pro' }])
  expect(await userOf(page)).toMatchObject({ userId: 'u1', traits: { plan: 'pro' } })
  expect((await site.received(2)).map(({ type }) => type)).toEqual(['page', 'identify'])
})
