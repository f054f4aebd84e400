import { rmSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openPage, signIn } from './browser.ts'
import { send } from './demo-store.ts'
import { newFolder, startKith, type KithProcess } from './kith-process.ts'

const START_MS = 10_000
const STOP_MS = 5_000
/** Other tests and builds may share the machine. */
const UNDER_LOAD = 3

const account = { name: 'Ada Lovelace', email: 'ada@kith.example', password: 'notes on the engine' }

describe('the first run, from an empty folder', () => {
  const folder = newFolder()
  let kith: KithProcess
  let browser: Browser
  let page: Page
  let problems: string[]
  let writeKey: string

  beforeAll(async () => {
    kith = await startKith({ folder })
    browser = await openBrowser()
    ;({ page, problems } = await openPage(browser, kith.url))
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('answers on /health within ten seconds', () => {
    console.log(`Start from an empty folder: ${Math.round(kith.startedInMs)} ms`)
    expect(kith.startedInMs).toBeLessThan(START_MS * UNDER_LOAD)
  })

  it('says so and ends when its port is taken', async () => {
    const second = startKith({ env: { PORT: new URL(kith.url).port } })
    await expect(second).rejects.toThrow(/ended.* before it was ready[\s\S]*is taken by another program/)
  })

  it('leads whoever comes first to the set-up, whatever they opened', async () => {
    await page.goto('/people')
    await page.getByRole('heading', { name: 'Welcome to Kith' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/setup')
  })

  it('makes the owner, and shows the write key in a snippet to paste', async () => {
    await page.getByLabel('Your name').fill(account.name)
    await page.getByLabel('E-mail').fill(account.email)
    await page.getByLabel('Password', { exact: true }).fill(account.password)
    await page.getByRole('button', { name: 'Create the account' }).click()
    await page.getByRole('heading', { name: 'Send the first event' }).waitFor()
    writeKey = await page.getByText('Write key', { exact: true }).locator('..').locator('code').innerText()
    expect(writeKey.length).toBeGreaterThan(10)
    const snippet = page.locator('pre').filter({ visible: true })
    expect(await snippet.innerText()).toContain(writeKey)
    expect(await snippet.innerText()).toContain(kith.url)
    await page.getByText('Waiting for the first event').waitFor()
  })

  it('shows the first event when it arrives, and whose it is', async () => {
    await send(kith, 'identify', { userId: 'grace', traits: { name: 'Grace Hopper' } }, writeKey)
    await page.getByText('identify arrived from Website').waitFor()
    await page.getByRole('link', { name: 'See this person' }).click()
    await page.getByRole('heading', { level: 1, name: 'Grace Hopper' }).waitFor()
    expect(await page.getByLabel('Timeline of Grace Hopper').innerText()).toContain('Said who they are')
  })

  it('lets the owner out, and in again only with the right password', async () => {
    await page.getByRole('button', { name: /Ada Lovelace/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(problems.splice(0)).toEqual([])
    await signIn(page, { ...account, password: 'something else' })
    expect(await page.getByRole('alert').innerText()).toBe('The e-mail address or the password is wrong.')
    await signIn(page, account)
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    expect(problems.splice(0)).toEqual([expect.stringContaining('401')])
  })

  it('stops within five seconds when it is asked to', async () => {
    const { code, signal, ms, said } = await kith.stop()
    console.log(`Stop: ${Math.round(ms)} ms`)
    expect({ code, signal, said }).toMatchObject({ code: 0, signal: null })
    expect(ms).toBeLessThan(STOP_MS * UNDER_LOAD)
  })

  it('starts again with everything that was there', async () => {
    kith = await startKith({ folder })
    console.log(`Later start: ${Math.round(kith.startedInMs)} ms`)
    const { page: later } = await openPage(browser, kith.url)
    await later.goto('/people')
    await signIn(later, account)
    await later.getByRole('link', { name: 'Grace Hopper' }).click()
    await later.getByRole('heading', { level: 1, name: 'Grace Hopper' }).waitFor()
    expect(await later.getByLabel('Timeline of Grace Hopper').innerText()).toContain('Said who they are')
  })
})
