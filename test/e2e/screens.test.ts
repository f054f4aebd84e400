import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe, { type RunOptions } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { addAssignment } from './add-assignment.ts'
import { addScore } from './add-computed-trait.ts'
import { addDashboard } from './add-dashboard.ts'
import { addEnrichment } from './add-enrichment.ts'
import { addMail } from './add-mail.ts'
import { desk, openBrowser, openPage, openSignedIn, phone, type OpenPage } from './browser.ts'
import { owner, startDemoStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'
import { addScreenData } from './screen-data.ts'
import { screens, type Screen, type ShownData } from './screens.ts'
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts'

type Look = {
  look: string
  scheme: 'light' | 'dark'
  size: typeof desk
  /** The rules of axe that can have another answer than in the looks before. */
  rules: RunOptions
}

const PICTURES = fileURLToPath(new URL('../../test-results/screens', import.meta.url))

const signInScreen: Screen = { name: 'sign-in', path: () => '/sign-in', shows: 'Password' }

/** A page between two others, so that nothing of the one before stays open. */
const ELSEWHERE = '/nowhere'

const COLOURS = ['color-contrast', 'link-in-text-block']
/** What they find is never serious. */
const MINOR = ['region', 'heading-order', 'landmark-unique', 'page-has-heading-one', 'empty-heading']
const without = (rules: string[]): RunOptions => ({
  rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
})

/** In the dark a page is the same, and only its colours are others; on a phone it has those of the desk. */
const looks: Look[] = [
  { look: 'light', scheme: 'light', size: desk, rules: without(MINOR) },
  { look: 'dark', scheme: 'dark', size: desk, rules: { runOnly: COLOURS } },
  { look: 'phone', scheme: 'light', size: phone, rules: without([...MINOR, ...COLOURS]) },
]

describe('the main screens', () => {
  let kith: KithProcess
  let receiver: WebhookReceiver
  let browser: Browser
  let data: ShownData
  let own: OpenPage

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true })
    kith = await startDemoStore()
    receiver = await startReceiver()
    browser = await openBrowser()
    const added = await addScreenData(kith, receiver)
    await addMail(kith)
    await addEnrichment(kith)
    await addAssignment(kith)
    await addScore(kith)
    own = await openSignedIn(browser, kith.url, owner)
    await arrive(own.page, ELSEWHERE)
    data = { ...added, dashboard: await addDashboard(own.page, kith.url) }
  })
  afterAll(async () => {
    await browser?.close()
    await receiver?.stop()
    await kith?.stop()
  })

  it.each(screens)('$name is readable by everybody, in light, in dark and on a phone', async (screen) => {
    expect(await findProblems(own, screen)).toEqual([])
  })

  it('sign-in is readable by everybody, in light, in dark and on a phone', async () => {
    const visitor = await openPage(browser, kith.url)
    await arrive(visitor.page, ELSEWHERE)
    expect(await findProblems(visitor, signInScreen)).toEqual([])
    await visitor.page.context().close()
  })

  /** What is wrong with a screen, in each of its looks; takes its pictures on the way. */
  async function findProblems({ page, problems }: OpenPage, screen: Screen): Promise<string[]> {
    await page.setViewportSize(desk)
    await page.emulateMedia({ colorScheme: 'light' })
    await show(page, screen)
    const found: string[] = []
    for (const { look, scheme, size, rules } of looks) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize(size)
      await isComplete(page)
      await page.screenshot({ path: join(PICTURES, `${screen.name}-${look}.png`), animations: 'disabled' })
      const barriers = [...(await findBarriers(page, rules)), ...(await findSidewaysScroll(page))]
      found.push(...barriers.map((barrier) => `${look}: ${barrier}`))
    }
    return [...found, ...problems.splice(0)]
  }

  async function show(page: Page, screen: Screen): Promise<void> {
    if (screen.isOutside) await arrive(page, screen.path(data))
    else await follow(page, screen.path(data))
    await screen.before?.(page)
    await page.getByText(screen.shows).filter({ visible: true }).first().waitFor()
    await isComplete(page)
    if (screen.isOutside) onTestFinished(() => arrive(page, ELSEWHERE))
  }
})

async function arrive(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.evaluate(axe.source)
}

/** Opens an address of the app as its own links do: what is loaded stays loaded. */
async function follow(page: Page, path: string): Promise<void> {
  for (const to of [ELSEWHERE, path]) await page.evaluate((url) => history.pushState({}, '', url), to)
}

/** Nothing is loading any more, and pictures stand in their places. */
async function isComplete(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector('.mantine-Skeleton-root, [aria-busy="true"]') === null,
  )
  await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  })
}

/** What keeps people out who use other means than eyes and mouse, as axe finds it: only what is serious or critical. */
async function findBarriers(page: Page, rules: Look['rules']): Promise<string[]> {
  const { violations } = await page.evaluate(
    (options) => window.axe.run({ resultTypes: ['violations'], ...options }),
    rules,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
    )
}

async function findSidewaysScroll(page: Page): Promise<string[]> {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return excess > 0 ? [`the page is ${excess} px wider than the window`] : []
}

declare global {
  interface Window {
    axe: typeof axe
  }
}
