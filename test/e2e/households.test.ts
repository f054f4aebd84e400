import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openSignedIn } from './browser.ts'
import { call, owner, startEmptyStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

describe('households', () => {
  let kith: KithProcess
  let browser: Browser
  let page: Page
  let problems: string[]
  beforeAll(async () => {
    kith = await startEmptyStore()
    const homes = { 'Ada Ray': '12 Elm Road', 'Ben Ray': '12 elm rd.', 'Eve Poe': '3 Oak Lane' }
    for (const [name, street] of Object.entries(homes))
      await call(kith, 'POST', '/people', { name, traits: { street, postal_code: '90210' } })
    browser = await openBrowser()
    ;({ page, problems } = await openSignedIn(browser, kith.url, owner))
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
  })

  it('are shown before the rule holds, and then on each page', async () => {
    await page.goto('/settings/identity?tab=households')
    await page.getByLabel('Who has the same postal address', { exact: true }).click()
    await page.getByText('Would make 1 household of 2 people').waitFor()
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByText('There is 1 household of 2 people.').waitFor()
    await page.getByRole('link', { name: 'People', exact: true }).click()
    await page.getByText('Ada Ray', { exact: true }).first().click()
    await page.getByRole('link', { name: 'Ben Ray' }).waitFor()
    await page.getByText('Shares 12 Elm Road').waitFor()
    expect(problems).toEqual([])
  })

  it('can be put right by hand, and that taken back', async () => {
    await page.getByRole('button', { name: 'Take Ada Ray out of the household' }).click()
    await page.getByText('Lives alone').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('link', { name: 'Ben Ray' }).waitFor()
    await page.getByRole('button', { name: 'Add to a household' }).click()
    await page.getByLabel('Lives with', { exact: true }).first().fill('Eve')
    // The choices of before move as those of the search come.
    await page.getByRole('option', { name: 'Ben Ray' }).waitFor({ state: 'detached' })
    await page.getByRole('option', { name: 'Eve Poe' }).click()
    await page.getByRole('link', { name: 'Eve Poe' }).waitFor()
    await page.getByRole('button', { name: 'Let the rule decide' }).click()
    await page.getByRole('link', { name: 'Ben Ray' }).waitFor()
    expect(problems).toEqual([])
  })
})
