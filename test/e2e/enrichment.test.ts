import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReceiver, type Receiver } from '../../server/platform/testing/index.ts'
import { openBrowser, openSignedIn } from './browser.ts'
import { call, owner, startEmptyStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

const KEY = 'a-very-secret-key'
const ADDRESS = 'ana@acme.example'

describe('enrichment', () => {
  let kith: KithProcess
  let browser: Browser
  let service: Receiver
  let page: Page
  let problems: string[]
  beforeAll(async () => {
    const said = { name: { fullName: 'Ana Known' }, employment: { title: 'Chief Engineer' } }
    service = await openReceiver((response) => void response.end(JSON.stringify(said)))
    kith = await startEmptyStore()
    await call(kith, 'POST', '/people', { name: 'Ana', email: ADDRESS })
    browser = await openBrowser()
    ;({ page, problems } = await openSignedIn(browser, kith.url, owner))
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
    await service?.close()
  })

  it('is set up from a ready shape, tried on somebody, and switched on', async () => {
    await page.goto('/settings/enrichment')
    await page.getByRole('button', { name: 'Add a provider' }).first().click()
    await page.getByLabel('Name', { exact: true }).fill('Clearview')
    await page.getByRole('textbox', { name: 'API key' }).fill(KEY)
    await page.getByRole('button', { name: 'Add it, switched off' }).click()
    await page.getByRole('tab', { name: 'Set up' }).click()
    await page.getByLabel('Address', { exact: true }).fill(`${service.url}/find?email={{ email }}`)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('give the key again').first().waitFor()
    await page.getByRole('textbox', { name: 'Key: api_key' }).fill(KEY)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Provider saved').waitFor()
    await page.getByRole('tab', { name: 'Try' }).click()
    await page.getByLabel('Person', { exact: true }).first().fill('Ana')
    await page.getByRole('option', { name: ADDRESS }).click()
    await page.getByRole('button', { name: 'Send it' }).click()
    await page.getByText('The provider knows something.').waitFor()
    await page.getByText('No. Another source says something already.').waitFor()
    expect(await page.content()).not.toContain(KEY)
    expect(service.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`)
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByText('Clearview is switched on').waitFor()
    // Its values have it as their source, but it sends nothing by itself and is not listed with those that do.
    const sources = await call<{ data: { name: string }[] }>(kith, 'GET', '/sources')
    expect(sources.data.map(({ name }) => name)).toEqual(['Website'])
    // The refusal above is in the browser's console.
    expect(problems.splice(0).filter((problem) => !problem.includes('400'))).toEqual([])
  })

  it('finds out more about somebody from their page, and says who said it', async () => {
    await page.goto('/people')
    await page.getByText('Ana', { exact: true }).first().click()
    await page.getByRole('button', { name: 'Enrich Ana' }).click()
    await page.getByRole('menuitem', { name: 'Clearview' }).click()
    await page.getByText('Clearview: wrote title').waitFor()
    await page.getByText('Chief Engineer').first().waitFor()
    await page.getByText('Person Enriched').waitFor()
    expect(problems).toEqual([])
  })
})
