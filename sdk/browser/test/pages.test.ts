import { expect, onTestFinished, test } from 'vitest'
import { browseUnattended, sleep, useSite } from './site.ts'

// The browser's page cache is off in automated browsers unless asked for.
const site = useSite({ ignoreDefaultArgs: ['--disable-back-forward-cache'] })

test('the first page view is recorded by itself', async () => {
  await site.open({ path: '/shoes?size=42' })
  expect(await site.received(1)).toMatchObject([
    { type: 'page', properties: { path: '/shoes', search: '?size=42', title: 'Shop' } },
  ])
})

test('a page that turns it off has none', async () => {
  await site.open({ tag: 'data-auto-page="false"' })
  await sleep(500)
  expect(site.events()).toEqual([])
})

test('the next page knows the one before as its referrer', async () => {
  const page = await site.open({ path: '/one' })
  await site.received(1)
  await page.evaluate(() => (location.href = '/two'))
  expect((await site.received(2))[1]).toMatchObject({
    properties: { path: '/two', referrer: site.url({ path: '/one' }) },
  })
})

test('in a single-page application each change of address is a page view, once', async () => {
  const page = await site.open({ path: '/', tag: 'data-spa' })
  await site.received(1)
  await page.evaluate(async () => {
    const task = () => new Promise((resolve) => setTimeout(resolve, 20))
    history.pushState({}, '', '/list')
    document.title = 'List'
    await task()
    history.replaceState({ scroll: 7 }, '')
    history.pushState({}, '', '#reviews')
    await task()
    history.pushState({}, '', '/old-item')
    history.replaceState({}, '', '/item?id=1')
    await task()
    history.go(-2)
  })
  const views = await site.received(4)

  expect(views.map(({ properties }) => properties)).toMatchObject([
    { path: '/', referrer: '' },
    { path: '/list', title: 'List', referrer: site.url() },
    { path: '/item', search: '?id=1', referrer: site.url({ path: '/list' }) },
    { path: '/list', referrer: site.url({ path: '/item?id=1' }) },
  ])
})

test('without being asked, changes of address are not counted', async () => {
  const page = await site.open()
  await page.evaluate(() => history.pushState({}, '', '/list'))
  await site.received(1)
  await sleep(400)
  expect(site.names()).toEqual(['page'])
})

test('a fragment is part of the address only when it is a route, so that no token in it is sent', async () => {
  const page = await site.open({ path: '/#access_token=secret', tag: 'data-spa' })
  await page.evaluate(() => (location.hash = '#/cart'))
  const views = await site.received(2)
  expect(views.map(({ context }) => context.page)).toMatchObject([
    { url: site.url() },
    { url: site.url({ path: '/#/cart' }) },
  ])
  expect(JSON.stringify(views)).not.toContain('secret')
})

test('coming back by the back button is a page view, also out of the browser’s page cache', async () => {
  const page = await site.open({ path: '/one' })
  await page.evaluate(() => Object.assign(window, { isSamePage: true }))
  // A page that waits for an answer is not kept.
  await site.received(1)
  await page.goto(site.url({ path: '/two' }))
  await site.received(2)
  await page.evaluate(() => void setTimeout(() => history.back()))
  const views = await site.received(3)

  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true)
  expect(views.map(({ properties }) => properties)).toMatchObject([
    { path: '/one' },
    { path: '/two' },
    { path: '/one' },
  ])
})

test('a page made ready in advance counts when it is shown', async () => {
  const rules = '{"prerender":[{"urls":["/two"],"eagerness":"immediate"}]}'
  site.writeHtml({
    before: `
      if (location.pathname === '/one') {
        document.write('<script type="speculationrules">${rules}<' + '/script>')
        setTimeout(() => (location.href = '/two'), 3000)
      } else {
        window.kith = [['track', 'Begun', { inAdvance: document.prerendering }]]
      }`,
  })
  const stop = await browseUnattended(site.url({ path: '/one' }))
  onTestFinished(stop)
  const received = await site.received(3)
  // The page made in advance may be quicker with its first call than the one that is shown.
  const begun = received.find(({ type }) => type === 'track')
  const [one, two] = received.filter(({ type }) => type === 'page')

  expect(begun).toMatchObject({ event: 'Begun', properties: { inAdvance: true } })
  expect([one, two]).toMatchObject([{ properties: { path: '/one' } }, { properties: { path: '/two' } }])
  expect(Date.parse(two!.timestamp) - Date.parse(begun!.timestamp)).toBeGreaterThan(1_000)
}, 20_000)
