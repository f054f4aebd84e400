import { expect, test } from 'vitest'
import { call, flush, sleep, useSite, userOf, watchConsole } from './site.ts'

const site = useSite()

test('calls made before the script is there are made in order, then the page view', async () => {
  await site.open({
    before: `
      window.kith = window.kith || []
      kith.push(['identify', 'u1'])
      kith.push(['track', 'Seen'])
      kith.push(['ready', () => { window.seenBy = kith.user().userId }])`,
  })
  const events = await site.received(3)

  expect(events.map(({ type, userId }) => [type, userId])).toEqual([
    ['identify', 'u1'],
    ['track', 'u1'],
    ['page', 'u1'],
  ])
})

test('the first page view is left to a page call that waits', async () => {
  await site.open({ before: `window.kith = [['page', 'Landing']]` })
  await site.received(1)
  await sleep(400)

  expect(site.names()).toEqual(['page'])
  expect(site.events()[0]).toMatchObject({ name: 'Landing' })
})

test('a list kept under another name goes on working', async () => {
  const page = await site.open({ before: `window.kept = window.kith = []`, tag: 'data-auto-page="false"' })
  await page.evaluate(() => (window as unknown as { kept: unknown[] }).kept.push(['track', 'Late']))

  expect((await site.received(1))[0]).toMatchObject({ event: 'Late' })
})

test('ready calls back at once when the script is there', async () => {
  const page = await site.open()
  const isCalled = await page.evaluate(() => {
    let called = false
    if (window.kith && 'ready' in window.kith) window.kith.ready(() => (called = true))
    return called
  })

  expect(isCalled).toBe(true)
})

test('a second script tag changes nothing', async () => {
  const page = await site.open()
  await page.addScriptTag({ url: '/kith.js' })
  await site.received(1)
  await sleep(400)

  expect(site.names()).toEqual(['page'])
})

test('an element with the id kith does not get in the way', async () => {
  const page = await site.openHtml('<b id="kith"></b><script src="/kith.js" data-write-key="wk"></script>')
  expect(await userOf(page)).toMatchObject({ userId: null })
})

test('a tag without a write key is told so, and nothing else happens', async () => {
  const page = await site.openHtml('')
  const messages = watchConsole(page)
  await page.addScriptTag({ url: '/kith.js' })
  expect(messages).toEqual(['kith: the script tag needs data-write-key'])
})

test('wrong calls are reported on the console and never thrown', async () => {
  const page = await site.open({ tag: 'data-auto-page="false"' })
  const messages = watchConsole(page)
  await page.evaluate(() => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    const calls = [
      ['track'],
      ['track', { not: 'a name' }],
      ['track', 'Circle', circle],
      ['track', 'Big', { size: 10n }],
      [
        'track',
        'Trap',
        {
          toJSON: () => {
            throw new Error('trap')
          },
        },
      ],
      ['group'],
      ['alias', ''],
      ['setAnonymousId', null],
      [
        'ready',
        () => {
          throw new Error('from the page')
        },
      ],
      ['constructor'],
      null,
      ['track', 'Fine', 'not properties', () => undefined],
      ['identify', null, null],
    ]
    for (const one of calls) if (window.kith && 'identify' in window.kith) window.kith.push(one as [string])
  })
  const events = await site.received(2)

  expect(events).toMatchObject([
    { event: 'Fine', properties: {} },
    { type: 'identify', traits: {} },
  ])
  expect(messages).toEqual([
    'kith: track needs the name of an event',
    expect.stringContaining('circular'),
    expect.stringContaining('BigInt'),
    'kith: trap',
    'kith: group needs an id',
    'kith: alias needs a user id',
    'kith: setAnonymousId needs an id',
    'kith: from the page',
    'kith: there is no call named constructor',
    'kith: there is no call named null',
  ])
})

test('a script without its own tag finds the tag that has the write key', async () => {
  const host = site.url({ path: '/proxied/' })
  const page = await site.openHtml(
    `<script type="text/plain" data-write-key="elsewhere" data-host="${host}"></script>`,
  )
  await page.addScriptTag({ url: '/kith.js', type: 'module' })
  await site.received(1)
  expect(site.server.deliveries).toMatchObject([{ writeKey: 'elsewhere', path: '/proxied/v1/batch' }])
})

test('calls can be made through the snippet with named calls', async () => {
  await site.open({
    tag: 'data-auto-page="false"',
    before: `
      window.kith = window.kith || []
      ;['identify', 'track', 'page', 'group', 'alias', 'reset', 'consent', 'ready', 'setAnonymousId'].forEach(
        (name) => { kith[name] = (...args) => kith.push([name, ...args]) })
      kith.track('Early')
      kith.ready(() => kith.track('Later'))`,
  })
  expect((await site.received(2)).map((event) => event.event)).toEqual(['Early', 'Later'])
})

test('flush settles when the events are there', async () => {
  const page = await site.open({ tag: 'data-auto-page="false" data-flush-interval="60000"' })
  await call(page, ['track', 'Urgent'])
  await flush(page)
  expect(site.names()).toEqual(['Urgent'])
})
