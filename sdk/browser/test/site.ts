import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { buildSdk } from '../build.mjs'
import type { Call, Kith, TrackingEvent, User } from '../src/module.ts'
import { startRecordingServer, type Delivery, type RecordingServer } from './recording-server.ts'

export interface PageOptions {
  path?: string
  /** Further attributes of the script tag. Unless they say otherwise, events are sent after a tenth of a second. */
  tag?: string
  /** Script that runs before ours. */
  before?: string
  /** The host name under which the page is opened. */
  hostname?: string
  /** Where the script comes from. Default the page's own host. */
  host?: string
}

/** A web site with the script on its pages, and a browser to visit it. */
export interface Site {
  context: BrowserContext
  server: RecordingServer
  /** Makes this the HTML of every page of the site. */
  writeHtml(options: PageOptions): void
  /** Opens a page, once its script runs. Later navigations get the same HTML. */
  open(options?: PageOptions): Promise<Page>
  /** A page with this HTML and nothing else. */
  openHtml(html: string): Promise<Page>
  url(options?: PageOptions): string
  /** All events in order of arrival, repetitions included. */
  events(): TrackingEvent[]
  /** The names of the different events that arrived, or their types. */
  names(): string[]
  /** Waits until as many different events have arrived, and gives them. */
  received(count: number): Promise<TrackingEvent[]>
  /** Waits until as many batches have arrived, and gives them. */
  delivered(count: number): Promise<Delivery[]>
}

const CHROMIUM = process.env.KITH_CHROMIUM ?? '/usr/bin/chromium'
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP *.example.test 127.0.0.1',
]

/** Builds the script and starts a browser for the tests of a file; each test gets a server and a visitor of its own. */
export function useSite(launchOptions: { ignoreDefaultArgs?: string[] } = {}): Site {
  let scripts: Record<string, Buffer>
  let browser: Browser
  const site = createSite()

  beforeAll(async () => {
    scripts = await buildScripts()
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS, ...launchOptions })
  }, 60_000)
  beforeEach(async () => {
    site.server = await startRecordingServer(scripts)
    site.context = await browser.newContext()
  })
  afterEach(async () => {
    await site.context.close()
    site.server.close()
  })
  afterAll(() => browser.close())
  return site
}

function createSite(): Site {
  const site: Site = {
    context: undefined as never,
    server: undefined as never,
    url: ({ path = '/', hostname = '127.0.0.1' } = {}) => `http://${hostname}:${site.server.port}${path}`,
    writeHtml(options) {
      site.server.html = html(options)
    },
    async open(options = {}) {
      site.writeHtml(options)
      const page = await site.context.newPage()
      await page.goto(site.url(options))
      await page.waitForFunction(() => window.kith && !Array.isArray(window.kith))
      return page
    },
    async openHtml(html) {
      site.server.html = `<!doctype html><title>Shop</title>${html}`
      const page = await site.context.newPage()
      await page.goto(site.url())
      return page
    },
    events: () => site.server.deliveries.flatMap((delivery) => delivery.batch),
    names: () => distinct(site.events()).map(nameOf),
    async received(count) {
      await eventually(() => distinct(site.events()).length).toBe(count)
      return distinct(site.events())
    },
    async delivered(count) {
      await eventually(() => site.server.deliveries.length).toBe(count)
      return site.server.deliveries
    },
  }
  return site
}

async function buildScripts(): Promise<Record<string, Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-sdk-'))
  await buildSdk(folder)
  const [script, module] = await Promise.all(
    ['kith.js', 'kith.mjs'].map((file) => readFile(join(folder, file))),
  )
  await rm(folder, { recursive: true })
  if (!script || !module) throw new Error('the build is incomplete')
  return { '/kith.js': script, '/kith.mjs': module }
}

/** Makes calls on the page, in order and in one go. */
export async function call(page: Page, ...calls: Call[]): Promise<void> {
  await page.evaluate((list) => {
    const kith = window.kith as Kith
    for (const one of list) kith.push(one)
  }, calls)
}

export function userOf(page: Page): Promise<User> {
  return page.evaluate(() => (window.kith as Kith).user())
}

/** A visitor's browser with nothing attached to it: some things browsers do only when nobody watches. */
export async function browseUnattended(url: string): Promise<() => Promise<void>> {
  const profile = await mkdtemp(join(tmpdir(), 'kith-sdk-'))
  const browser = spawn(CHROMIUM, [...ARGS, `--user-data-dir=${profile}`, url], {
    stdio: 'ignore',
    detached: true,
  })
  return async () => {
    const isGone = once(browser, 'exit')
    // The browser is a family of processes with a group of its own.
    if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL')
    await isGone
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

/** What the page keeps in local storage, and its cookies. */
export async function keptBy(page: Page): Promise<{ keys: string[]; cookies: Record<string, string> }> {
  const keys = await page.evaluate(() => Object.keys(localStorage).sort())
  const cookies = await page.context().cookies()
  return { keys, cookies: Object.fromEntries(cookies.map(({ name, value }) => [name, value])) }
}

/** The warnings and errors the page's console shows from now on. */
export function watchConsole(page: Page): string[] {
  const messages: string[] = []
  page.on('console', (message) => {
    if (message.text().startsWith('kith:')) messages.push(message.text())
  })
  page.on('pageerror', (error) => messages.push(error.message))
  return messages
}

/** An expectation that has ten seconds to come true. */
export function eventually<T>(probe: () => T) {
  return expect.poll(probe, { timeout: 10_000 })
}

/** Closes the tab as a visitor does, who lets the page say goodbye. */
export async function closeTab(page: Page): Promise<void> {
  const isClosed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await isClosed
}

/** Sends what waits and goes on when that is done. */
export async function flush(page: Page): Promise<void> {
  await page.evaluate(() => (window.kith as Kith).flush())
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function html({ tag = '', before = '', host = '' }: PageOptions): string {
  const pace = tag.includes('data-flush-interval') ? '' : 'data-flush-interval="100"'
  const stub = before && `<script>${before}</script>`
  return `<!doctype html><html lang="en"><head><title>Shop</title>${stub}
    <script async src="${host}/kith.js" data-write-key="wk" ${pace} ${tag}></script></head><body>Hello</body></html>`
}

function distinct(events: TrackingEvent[]): TrackingEvent[] {
  return [...new Map(events.map((event) => [event.messageId, event])).values()]
}

function nameOf(event: TrackingEvent): string {
  return typeof event.event === 'string' ? event.event : event.type
}
