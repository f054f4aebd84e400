import type { Browser, Locator, Page } from 'playwright-core'
import { Webhook } from 'svix'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../../model/person.ts'
import { openBrowser, openSignedIn } from './browser.ts'
import { call, eventually, owner, send, startDemoStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts'

/** It reads itself again every 15 s. */
const TIMELINE_MS = 20_000
const visitor = 'visitor-5d1c'
const marie = { name: 'Marie Curie', email: 'marie@example.com', country: 'France' }

// One story from the first page view to the won deal: each test goes on where the one before stopped.
describe('the way of a customer', () => {
  let kith: KithProcess
  let receiver: WebhookReceiver
  let browser: Browser
  let page: Page
  let problems: string[]
  let secret: string

  beforeAll(async () => {
    kith = await startDemoStore()
    receiver = await startReceiver()
    browser = await openBrowser()
    ;({ page, problems } = await openSignedIn(browser, kith.url, owner))
  })
  afterAll(async () => {
    await browser?.close()
    await receiver?.stop()
    await kith?.stop()
  })

  it('shows an event the moment it arrives, with what each step did to it', async () => {
    await page.goto('/live')
    await page.getByText('Live', { exact: true }).waitFor()
    await send(kith, 'track', {
      anonymousId: visitor,
      event: 'Report Downloaded',
      properties: { title: 'Radium' },
    })
    const row = page.getByRole('button', { name: /Report Downloaded/ })
    await row.click()
    expect(await row.innerText()).toContain(visitor)
    const details = page.getByRole('listitem').filter({ has: row })
    expect(await details.innerText()).toMatch(/What each step did[^]+Store event\s+stored/i)
    expect(await details.getByLabel('event as it was sent', { exact: true }).innerText()).toContain(
      '"title": "Radium"',
    )
  })

  it('makes one person of a visitor who says who they are', async () => {
    const nameless = await personBy('anonymous_id', visitor)
    await send(kith, 'identify', { anonymousId: visitor, userId: 'marie', traits: marie })
    expect(await personBy('user_id', 'marie')).toBe(nameless)
    expect(await personBy('anonymous_id', visitor)).toBe(nameless)
  })

  it('finds the person by name among all people', async () => {
    await page.getByRole('link', { name: 'People', exact: true }).click()
    await page.getByLabel('Search people').fill('marie cu')
    await page.waitForURL(/search=/)
    await page.getByRole('link', { name: marie.name }).click()
    await page.getByRole('heading', { level: 1, name: marie.name }).waitFor()
    for (const value of ['marie', marie.email, visitor]) {
      await page.getByRole('main').getByText(value, { exact: true }).first().waitFor()
    }
    expect(await page.title()).toBe('Marie Curie · Kith')
  })

  it('tells where a trait came from', async () => {
    await page.getByRole('button', { name: 'country France', exact: true }).click()
    const origin = page.getByText(/^From Website/).filter({ visible: true })
    await origin.waitFor()
    expect(await origin.innerText()).toContain('marie')
  })

  it('keeps what the visitor did before on the timeline of the person', async () => {
    const timeline = page.getByLabel(`Timeline of ${marie.name}`)
    await timeline.getByRole('heading', { name: 'Today' }).waitFor()
    expect(await timeline.innerText()).toMatch(/Said who they are[^]*Report Downloaded/)
  })

  it('explains why these identifiers are one person', async () => {
    await page.getByRole('tab', { name: 'Why one person?' }).click()
    await page.getByRole('heading', { name: 'Why is this one person?' }).waitFor()
    await page.getByText('3 identifiers belong to this person').waitFor()
    const links = page.getByRole('table', { name: 'Links that bind' })
    expect(await links.innerText()).toContain(visitor)
    await page.getByRole('figure').getByText(visitor).waitFor()
  })

  it('counts a segment while it is built', async () => {
    await page.getByRole('link', { name: 'Segments', exact: true }).click()
    await page.getByRole('link', { name: 'New segment' }).first().click()
    await page.getByLabel('Name', { exact: false }).first().fill('Keen readers')
    await page.getByPlaceholder('event', { exact: true }).fill('Report Downloaded')
    await page.keyboard.press('Escape')
    const preview = page.getByLabel('Who matches now')
    await preview.getByText('1 person', { exact: true }).waitFor()
    await page.getByLabel('How many times').fill('2')
    await preview.getByText('0 people', { exact: true }).waitFor()
    expect(await page.getByLabel('The definition in words').innerText()).toBe(
      'People who did “Report Downloaded” at least 2 times.',
    )
  })

  it('saves the segment, which nobody is in yet', async () => {
    await page.getByRole('button', { name: 'Create segment' }).click()
    await page.getByRole('heading', { level: 1, name: 'Keen readers' }).waitFor()
    await page.getByText('Nobody meets the conditions').waitFor()
    expect(await page.getByRole('main').innerText()).toContain('0 people')
  })

  it('gives a new webhook a secret to verify with', async () => {
    await page.goto('/destinations?create=true')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Newsletter')
    await dialog.getByLabel('Address').fill(`${receiver.url}/newsletter`)
    await dialog.getByRole('button', { name: 'Add the webhook' }).click()
    const secretField = dialog.locator('code').filter({ hasText: /^whsec_/ })
    secret = await secretField.first().innerText()
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByRole('table', { name: 'Destinations' }).getByText('Newsletter', { exact: true }).waitFor()
    expect(secret).toMatch(/^whsec_/)
  })

  it('puts the person into the segment when the event arrives, and tells the webhook, signed', async () => {
    await send(kith, 'track', {
      userId: 'marie',
      event: 'Report Downloaded',
      properties: { title: 'Polonium' },
    })
    const { headers, body } = await eventually(async () => receiver.messages[0])
    const message = new Webhook(secret).verify(body, headers as Record<string, string>)
    expect(message).toMatchObject({
      event: 'Segment Entered',
      userId: 'marie',
      context: { traits: marie },
      properties: { segment_name: 'Keen readers' },
    })
    await page.getByRole('link', { name: 'Segments', exact: true }).click()
    await page.getByRole('link', { name: 'Keen readers' }).click()
    await page.getByRole('link', { name: marie.name }).waitFor()
  })

  it('shows the delivery with the answer of the webhook', async () => {
    await page.getByRole('link', { name: 'Deliveries', exact: true }).click()
    const row = page.getByRole('row', { name: /Segment Entered/ })
    await row.getByText('Delivered').waitFor()
    expect(await row.innerText()).toMatch(/Newsletter[^]*204/)
  })

  it('creates a deal for the person', async () => {
    await openMarie()
    await page.getByRole('button', { name: 'New deal' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Radium for a laboratory')
    await dialog.getByLabel('Amount').fill('12500')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('link', { name: 'Radium for a laboratory' }).waitFor()
    expect(await page.getByRole('main').innerText()).toMatch(/Prospecting\s+US\$12,500/)
  })

  it('moves the deal by keyboard', async () => {
    await page.getByRole('link', { name: 'Deals', exact: true }).click()
    await page.getByLabel('Search deals').fill('Radium')
    await page.getByRole('region', { name: /^Prospecting: 1 deal,/ }).waitFor()
    await dealIn('Prospecting').focus()
    await page.keyboard.press('Shift+ArrowRight')
    await page.getByText('Radium for a laboratory moved to Engaging').waitFor()
    expect(await dealIn('Engaging').evaluate((card) => card === document.activeElement)).toBe(true)
  })

  it('moves the deal by drag, and takes that back by one click', async () => {
    await drag(dealIn('Engaging'), stage('Won'))
    await page.getByText('Radium for a laboratory moved to Won').waitFor()
    await dealIn('Won').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await dealIn('Engaging').waitFor()
    expect(await dealIn('Won').count()).toBe(0)
  })

  it('shows every change of the deal on the timeline of the person', async () => {
    await openMarie()
    const timeline = page.getByLabel(`Timeline of ${marie.name}`)
    const told = async () => (await timeline.innerText()).match(/\w+ → \w+|Deal Created|Segment Entered/g)
    await expect
      .poll(told, { timeout: TIMELINE_MS })
      .toEqual([
        'Won → Engaging',
        'Engaging → Won',
        'Prospecting → Engaging',
        'Deal Created',
        'Segment Entered',
      ])
    expect(problems).toEqual([])
  })

  async function openMarie() {
    await page.goto(`/people/${await personBy('user_id', 'marie')}`)
    await page.getByRole('heading', { level: 1, name: marie.name }).waitFor()
  }

  function personBy(type: string, value: string): Promise<string> {
    return eventually(async () => {
      const found = await call<Person>(kith, 'GET', `/people/by/${type}/${value}`).catch(() => null)
      return found?.id
    })
  }

  function stage(name: string): Locator {
    return page.getByRole('region', { name: new RegExp(`^${name}:`) })
  }

  function dealIn(name: string): Locator {
    return stage(name).getByRole('button', { name: /^Radium for a laboratory/ })
  }

  /** In small steps like a hand's, because a card is lifted only when the pointer has moved a little. */
  async function drag(card: Locator, onto: Locator) {
    const from = await card.boundingBox()
    const to = await onto.boundingBox()
    if (!from || !to) throw new Error('The card or the stage is not on the screen.')
    await page.mouse.move(from.x + from.width / 3, from.y + from.height / 3)
    await page.mouse.down()
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2, { steps: 4 })
    await page.mouse.move(to.x + to.width / 2, to.y + 90, { steps: 8 })
    await page.mouse.up()
  }
})
