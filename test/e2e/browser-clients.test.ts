import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildSdk } from '../../sdk/browser/build.mjs'
import {
  openTestCollect,
  WRITE_KEY,
  type TestCollect,
} from '../../server/collect/testing/open-test-collect.ts'
import { openBrowser } from './browser.ts'
import { openTestPlatform, type TestPlatform } from '../../server/platform/testing/index.ts'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const segmentPage = (kith: string) => `
  import { AnalyticsBrowser } from '@segment/analytics-next'
  const analytics = AnalyticsBrowser.load({ writeKey: '${WRITE_KEY}', cdnURL: '${kith}' })
  analytics.page('Shop', 'Start')
  analytics.identify('seg-browser', { email: 'seg-browser@example.com' })
  analytics.track('Product Viewed', { sku: 'a1', price: 12.5 })
  analytics.group('acme', { name: 'Acme' })
  analytics.track('Left').then(() => analytics.reset())`

const rudderPage = (kith: string) => `
  import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'
  const analytics = new RudderAnalytics()
  analytics.load('${WRITE_KEY}', '${kith}', { configUrl: '${kith}' })
  analytics.page('Shop', 'Start')
  analytics.identify('rud-browser', { email: 'rud-browser@example.com' })
  analytics.track('Product Viewed', { sku: 'a1', price: 12.5 })
  analytics.group('acme', { name: 'Acme' })
  analytics.track('Left')`

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
  document.head.append(script)`

const clients = [
  { name: 'Segment’s library', user: 'seg-browser', page: segmentPage },
  { name: 'RudderStack’s library', user: 'rud-browser', page: rudderPage },
  { name: 'Kith’s own script', user: 'own-browser', page: ownPage },
]

let platform: TestPlatform
let collect: TestCollect
let browser: Browser
let site: Server
let scripts: Map<string, string>
beforeAll(async () => {
  platform = await openTestPlatform()
  collect = await openTestCollect(platform)
  browser = await openBrowser()
  scripts = await bundlePages(collect.url)
  site = await serveSite(scripts)
}, 60_000)
afterAll(async () => {
  await browser.close()
  site.close()
  await collect.close()
  await platform.close()
})

describe.each(clients)('$name in a real browser, unmodified, on another origin', ({ user }) => {
  it('delivers page, identify, track and group', async () => {
    const page = await browser.newPage()
    const { port } = site.address() as AddressInfo
    await page.goto(`http://localhost:${port}/${user}`)
    await expect
      .poll(() => storedEvents(user), { timeout: 30_000 })
      .toEqual(['group acme', 'identify', 'track Left', 'track Product Viewed'])
    await page.close()
    expect(await visitorPage(user)).toEqual([{ event: 'Start' }])
    expect(await traitsOf(user)).toMatchObject({ email: `${user}@example.com` })
  }, 60_000)
})

async function storedEvents(user: string): Promise<string[]> {
  const rows = await platform.warehouse.rows<{ what: string }>(
    `select trim(type || ' ' || if(type = 'group', 'acme', event)) as what from events where user_id = {user:String} and type <> 'page'
     order by what`,
    { user },
  )
  return rows.map(({ what }) => what)
}

/** The page view before identify belongs to the visitor, who is the same person by then. */
async function visitorPage(user: string): Promise<object[]> {
  await collect.pipeline.idle()
  return platform.warehouse.rows(
    `select event from events where type = 'page' and anonymous_id in (
       select anonymous_id from events where user_id = {user:String} and anonymous_id <> '')`,
    { user },
  )
}

async function traitsOf(user: string): Promise<unknown> {
  const { rows } = await platform.relational.pool.query(
    `select p.traits from identifiers i join people p on p.id = i.person_id where i.type = 'user_id' and i.value = $1`,
    [user],
  )
  return rows[0]?.traits
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
