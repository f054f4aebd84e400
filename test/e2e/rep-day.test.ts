import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Activity } from '../../model/activity.ts'
import type { Deal } from '../../model/deal.ts'
import type { Person } from '../../model/person.ts'
import { openBrowser, openPage } from './browser.ts'
import { call, eventually, owner, send, startEmptyStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

const MOST_TABS = 80
const LATER_MS = 30_000

// A rep's day without a mouse, from sign-in to a won deal: each test goes on where the one before stopped.
describe('the day of a rep, by keyboard only', () => {
  let kith: KithProcess
  let browser: Browser
  let page: Page
  let problems: string[]
  let person: string

  beforeAll(async () => {
    kith = await startEmptyStore()
    browser = await openBrowser()
    const traits = { name: 'Hedy Lamarr', email: 'hedy@example.com' }
    await send(kith, 'identify', { userId: 'hedy', traits })
    person = await eventually(async () => {
      const found = await call<Person>(kith, 'GET', '/people/by/user_id/hedy').catch(() => null)
      return found?.id
    })
    ;({ page, problems } = await openPage(browser, kith.url))
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
  })

  it('signs in', async () => {
    await page.goto('/')
    await tabTo(page.getByLabel('E-mail'))
    await page.keyboard.type(owner.email)
    await tabTo(page.getByLabel('Password', { exact: true }))
    await page.keyboard.type(owner.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    // The console tells of the first question, who is signed in, which nobody was.
    problems.length = 0
    expect(new URL(page.url()).pathname).toBe('/')
  })

  it('finds a person in the palette, and plans a task for today', async () => {
    await openFromPalette('Hedy')
    await page.getByRole('heading', { level: 1, name: 'Hedy Lamarr' }).waitFor()
    await page.keyboard.press('t')
    await page.getByLabel('What about').waitFor()
    await page.keyboard.type('Ask about frequencies')
    await tabTo(page.getByRole('button', { name: 'Today', exact: true }))
    await page.keyboard.press('Space')
    await tabTo(page.getByRole('button', { name: 'Plan it' }))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Upcoming' }).waitFor()
    expect(await task()).toMatchObject({ subject: 'Ask about frequencies', done_at: null })
  })

  it('writes a note, which stands on the timeline as it reads', async () => {
    await page.keyboard.press('n')
    await page.getByLabel('Note', { exact: true }).waitFor()
    await page.keyboard.type('She likes **torpedoes**.')
    await page.keyboard.press('Control+Enter')
    const timeline = page.getByLabel('Timeline of Hedy Lamarr')
    await timeline.getByText('Note Added').waitFor({ timeout: LATER_MS })
    expect(await timeline.locator('strong').innerText()).toBe('torpedoes')
  })

  it('makes a deal for the person', async () => {
    await tabTo(page.getByRole('button', { name: 'New deal' }).filter({ visible: true }))
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByLabel('Name').waitFor()
    await page.keyboard.type('Frequency hopping')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Frequency hopping' }).filter({ visible: true }).waitFor()
    expect((await deal()).person?.id).toBe(person)
  })

  it('completes the task in My day', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await page.getByRole('heading', { level: 1, name: 'My day' }).waitFor()
    await page.getByRole('button', { name: 'Ask about frequencies', exact: true }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await expect.poll(async () => (await task())?.done_at, { timeout: LATER_MS }).not.toBeNull()
    await page.getByText('1 activity done today').waitFor()
  })

  it('loses the deal for a reason that it is asked, and wins it after all', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('d')
    await tabTo(page.locator('[data-card]'))
    for (const stage of ['Proposal', 'Negotiation', 'Won']) {
      await page.keyboard.press('Shift+ArrowRight')
      await page.getByRole('region', { name: `${stage}: 1 deal` }).waitFor()
    }
    await page.keyboard.press('Shift+ArrowRight')
    const dialog = page.getByRole('dialog', { name: 'Move Frequency hopping to Lost' })
    await dialog.waitFor()
    await tabTo(dialog.getByLabel('Why was it lost?'))
    await page.keyboard.press('ArrowDown')
    await tabTo(dialog.getByRole('button', { name: 'Move' }))
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await deal()).close_reason?.name, { timeout: LATER_MS }).toBe('Price')
    await tabTo(page.locator('[data-card]'))
    await page.keyboard.press('Shift+ArrowLeft')
    await page.getByRole('region', { name: 'Won: 1 deal' }).waitFor()
    await expect.poll(async () => (await deal()).close_reason, { timeout: LATER_MS }).toBeNull()
    expect((await deal()).closed_at).not.toBeNull()
    expect(problems).toEqual([])
  })

  async function task(): Promise<Activity | undefined> {
    const { data } = await call<{ data: Activity[] }>(kith, 'GET', `/activities?person=${person}&kind=task`)
    return data[0]
  }

  async function deal(): Promise<Deal> {
    const { data } = await call<{ data: Deal[] }>(kith, 'GET', `/deals?person=${person}`)
    if (!data[0]) throw new Error('There is no deal.')
    return data[0]
  }

  async function openFromPalette(words: string): Promise<void> {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor()
    await page.keyboard.type(words)
    await page
      .getByRole('option', { name: new RegExp(words) })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
  }

  /** Presses Tab until the focus is there, as somebody without a mouse gets there. */
  async function tabTo(target: Locator): Promise<void> {
    await target.first().waitFor()
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      if (await target.first().evaluate((element) => element.contains(document.activeElement))) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`Tab does not lead to ${String(target)}.`)
  }
})
