import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildSdk } from '../../sdk/browser/build.mjs'
import { openBrowser } from './browser.ts'
import { startKith, type KithProcess } from './kith-process.ts'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const WRITE_KEY = 'e2e-write-key'
const API_KEY = 'e2e-api-key'

const segmentPage = (kith: string) => `
  import { AnalyticsBrowser } from '@segment/analytics-next'
  const analytics = AnalyticsBrowser.load({ writeKey: '${WRITE_KEY}', cdnURL: '${kith}' })
  analytics.page('Shop', 'Start')
  analytics.identify('seg-browser', { email: 'seg-browser@example.com' })
  analytics.track('Product Viewed', { sku: 'a1', price: 12.5 })
  analytics.group('acme', { name: 'Acme' })
  analytics.track('Left').then(() => analytics.reset()).then(() => analytics.track('Later seg-browser'))`

const rudderPage = (kith: string) => `
  import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'
  const analytics = new RudderAnalytics()
  analytics.load('${WRITE_KEY}', '${kith}', { configUrl: '${kith}' })
  analytics.page('Shop', 'Start')
  analytics.identify('rud-browser', { email: 'rud-browser@example.com' })
  analytics.track('Product Viewed', { sku: 'a1', price: 12.5 })
  analytics.group('acme', { name: 'Acme' })
  analytics.track('Left')
  analytics.reset(true)
  analytics.track('Later rud-browser')`

const ownPage = (kith: string) => `
  const script = Object.assign(document.createElement('script'), { src: '/kith.js' })
  script.dataset.writeKey = '${WRITE_KEY}'
  script.dataset.host = '${kith}'
  script.dataset.autoPage = 'false'
  window.kith = window.kith || []
  kith.push(['page', 'Shop', 'Start'])
  kith.push(['identify', 'own-browser', { email: 'own-browser@example.com' }])
  kith.push(['track', 'Product Viewed', { sku: 'a1', price: 12.5 }])
  kith.push(['group', 'acme', { name: 'Acme' }])
  kith.push(['track', 'Left'])
  kith.push(['reset'])
  kith.push(['track', 'Later own-browser'])
  document.head.append(script)`

const clients = [
  {
    name: 'Segment’s library',
    user: 'seg-browser',
    page: segmentPage,
    settings: [`/v1/projects/${WRITE_KEY}/settings`],
  },
  { name: 'RudderStack’s library', user: 'rud-browser', page: rudderPage, settings: ['/sourceConfig/'] },
  { name: 'Kith’s own script', user: 'own-browser', page: ownPage, settings: [] },
]

let kith: KithProcess
let browser: Browser
let site: Server
beforeAll(async () => {
  kith = await startKith({ env: { KITH_WRITE_KEY: WRITE_KEY, KITH_API_KEY: API_KEY } })
  browser = await openBrowser()
  site = await serveSite(await bundlePages(kith.url))
})
afterAll(async () => {
  await browser.close()
  site.close()
  await kith.stop()
})

describe.each(clients)('$name in a real browser, unmodified, on another origin', ({ user, settings }) => {
  let page: Page
  const asked: URL[] = []
  beforeAll(async () => {
    page = await browser.newPage()
    page.on('request', (request) => asked.push(new URL(request.url())))
    const { port } = site.address() as AddressInfo
    await page.goto(`http://localhost:${port}/${user}`)
  })
  afterAll(() => page.close())

  it('delivers page, identify, track and group, all of one person', async () => {
    await expect
      .poll(() => timelineOf(user), { timeout: 60_000 })
      .toEqual(['group', 'identify', 'page Start', 'track Left', 'track Product Viewed'])
    // A profile follows when its batch is published, which is after its events are on the timeline.
    await expect
      .poll(() => api(`/people/by/user_id/${user}`))
      .toMatchObject({
        traits: { email: `${user}@example.com` },
        companies: [{ group_id: 'acme', name: 'Acme' }],
      })
  })

  it('is somebody else after a reset', async () => {
    await expect.poll(eventNames, { timeout: 60_000 }).toContain(`Later ${user}`)
    expect(await timelineOf(user)).toHaveLength(5)
  })

  it('asks nobody but Kith', () => {
    const { port } = site.address() as AddressInfo
    const strangers = asked.filter(
      ({ origin }) => origin !== `http://localhost:${port}` && origin !== kith.url,
    )
    expect(strangers.map(({ href }) => href)).toEqual([])
    const paths = asked.filter(({ origin }) => origin === kith.url).map(({ pathname }) => pathname)
    expect(paths).toEqual(expect.arrayContaining(settings))
  })
})

async function eventNames(): Promise<string[]> {
  const { data } = (await api('/events/names')) as { data: { name: string }[] }
  return data.map(({ name }) => name)
}

/** What is on the person's timeline; empty while nobody has this user id. */
async function timelineOf(user: string): Promise<string[]> {
  const person = (await api(`/people/by/user_id/${user}`)) as { id?: string }
  if (!person.id) return []
  const { data } = (await api(`/people/${person.id}/timeline`)) as { data: { type: string; event: string }[] }
  return data.map(({ type, event }) => `${type} ${event}`.trim()).toSorted()
}

async function api(path: string): Promise<unknown> {
  const answer = await fetch(`${kith.url}/api/v1${path}`, { headers: { authorization: `Bearer ${API_KEY}` } })
  return answer.json()
}

async function bundlePages(kith: string): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-sdk-'))
  await buildSdk(folder)
  const found = new Map([['/kith.js', await readFile(join(folder, 'kith.js'), 'utf8')]])
  for (const { user, page } of clients) {
    const bundle = await build({
      stdin: { contents: page(kith), resolveDir: process.cwd() },
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
    })
    found.set(`/${user}.js`, bundle.outputFiles[0]?.text ?? '')
  }
  return found
}

function serveSite(files: Map<string, string>): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const script = files.get(path)
    response.setHeader(
      'content-type',
      script === undefined ? 'text/html; charset=utf-8' : 'text/javascript; charset=utf-8',
    )
    response.end(script ?? `<!doctype html><title>Shop</title><script src="${path}.js"></script>`)
  })
  return new Promise((resolve) => server.listen(0, () => resolve(server)))
}
