import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Activity } from '../../model/activity.ts'
import type { Deal } from '../../model/deal.ts'
import type { Person } from '../../model/person.ts'
import { openBrowser, openSignedIn } from './browser.ts'
import { call, eventually, owner, send, startEmptyStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

/** A page says every ten seconds that it is looked at. */
const BEAT_MS = 40_000
const ana = { name: 'Ana Silva', email: 'ana@kith.example', password: 'a password for tests' }

describe('two people at one record', () => {
  let kith: KithProcess
  let browser: Browser
  let mine: Page
  let hers: Page
  let deal: Deal
  let note: Activity

  beforeAll(async () => {
    kith = await startEmptyStore()
    browser = await openBrowser()
    await send(kith, 'identify', { userId: 'hedy', traits: { name: 'Hedy Lamarr' } })
    const { id: person } = await eventually(() =>
      call<Person>(kith, 'GET', '/people/by/user_id/hedy').catch(() => null),
    )
    await call(kith, 'POST', '/users', { ...ana, roles: ['member'] })
    deal = await call<Deal>(kith, 'POST', '/deals', { name: 'Radio', person_id: person, amount: 10 })
    note = await call<Activity>(kith, 'POST', '/activities', {
      kind: 'note',
      body: 'First words.',
      deal_ids: [deal.id],
    })
    mine = (await openSignedIn(browser, kith.url, owner)).page
    hers = (await openSignedIn(browser, kith.url, ana)).page
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
  })

  it('see each other', async () => {
    await mine.goto(`/deals?deal=${deal.id}`)
    await hers.goto(`/deals?deal=${deal.id}`)
    await hers.getByText('looking at this, too').waitFor({ timeout: BEAT_MS })
    await mine.getByText('Ana Silva is looking at this, too').waitFor({ timeout: BEAT_MS })
    expect(await mine.getByRole('status').filter({ hasText: 'Ana Silva' }).count()).toBe(1)
  })

  it('who change different fields hinder nobody', async () => {
    await type(hers, 'Name', 'Radio set')
    await expect.poll(async () => (await now()).name, { timeout: BEAT_MS }).toBe('Radio set')
    await type(mine, 'Amount in EUR', '25')
    await expect.poll(async () => (await now()).amount, { timeout: BEAT_MS }).toBe(25)
    expect((await now()).name).toBe('Radio set')
  })

  it('who change the same field are told who did what, and choose', async () => {
    await mine.getByRole('dialog').getByLabel('Name').waitFor()
    const { version } = await now()
    await expect
      .poll(() => mine.getByLabel('Name').first().inputValue(), { timeout: BEAT_MS })
      .toBe('Radio set')
    await mine.getByLabel('Amount in EUR').fill('40')
    await call(kith, 'PATCH', `/deals/${deal.id}`, { amount: 30, version })
    await mine.getByLabel('Amount in EUR').press('Enter')
    const alert = mine.getByRole('alert')
    await alert.getByText(/changed the amount to 30/).waitFor({ timeout: BEAT_MS })
    expect((await now()).amount).toBe(30)
    await alert.getByRole('button', { name: 'Keep mine' }).click()
    await expect.poll(async () => (await now()).amount, { timeout: BEAT_MS }).toBe(40)
  })

  it('who write in the same note can keep the words of both', async () => {
    await mine.goto(`/tasks?activity=${note.id}`)
    await mine.getByRole('button', { name: 'Edit the note' }).click()
    const field = mine.getByRole('dialog').getByLabel('Note')
    await field.fill('My words.')
    await call(kith, 'PATCH', `/activities/${note.id}`, { body: 'Her words.' })
    await mine.getByRole('button', { name: 'Save the note' }).click()
    await mine.getByRole('button', { name: 'Keep both' }).click()
    const body = async () => (await call<Activity>(kith, 'GET', `/activities/${note.id}`)).body
    await expect.poll(body, { timeout: BEAT_MS }).toBe('Her words.\n\nMy words.')
  })

  it('hear of each other when one mentions the other', async () => {
    await mine.goto(`/deals?deal=${deal.id}`)
    const composer = mine.getByRole('region', { name: 'Add an activity' })
    await composer.getByRole('button', { name: /^Note/ }).click()
    await composer.getByLabel('Note', { exact: true }).pressSequentially('Look at this, @an')
    await mine.getByRole('option', { name: /Ana Silva/ }).click()
    await composer.getByRole('button', { name: 'Add the note' }).click()
    await hers.goto('/notifications')
    const told = hers.getByRole('button', { name: /mentioned you/ })
    await told.waitFor({ timeout: BEAT_MS })
    await told.click()
    await hers.getByRole('dialog').getByText('Look at this,').waitFor()
    expect(await hers.getByRole('dialog').innerText()).toContain('@Ana Silva')
  })

  function now(): Promise<Deal> {
    return call<Deal>(kith, 'GET', `/deals/${deal.id}`)
  }

  async function type(page: Page, label: string, text: string): Promise<void> {
    const field = page.getByRole('dialog').getByLabel(label)
    await field.fill(text)
    await field.press('Enter')
  }
})
