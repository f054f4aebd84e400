import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ComputedTrait } from '../../model/computed-trait.ts'
import type { Lead } from '../../model/lead.ts'
import type { Page as Rows } from '../../model/page.ts'
import type { Person } from '../../model/person.ts'
import { openBrowser, openSignedIn } from './browser.ts'
import { call, eventually, owner, send, startDemoStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

// One story: a trait is made while its values are seen, is read on a person's page, people are scored and a lead says why, and
// traits are renamed and removed.
describe('a marketer with computed traits', () => {
  let kith: KithProcess
  let browser: Browser
  let page: Page
  let problems: string[]

  beforeAll(async () => {
    kith = await startDemoStore()
    await order(20)
    browser = await openBrowser()
    ;({ page, problems } = await openSignedIn(browser, kith.url, owner))
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
  })

  const order = (value: number) =>
    send(kith, 'track', { userId: 'computed-ada', event: 'Order Completed', properties: { value } })
  const ada = () => call<Person>(kith, 'GET', '/people/by/user_id/computed-ada').catch(() => null)
  const hasRevenue = (name: string, value: number) =>
    eventually(async () => ((await ada())?.traits[name] === value ? true : null))
  const barriers = async () => {
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }))
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  }

  it('makes one, and sees what it gives before it is saved', async () => {
    await page.goto('/computed-traits')
    await page.getByRole('link', { name: 'New computed trait' }).first().click()
    await page.getByLabel('Name').fill('revenue')
    await page.getByLabel('What is worked out').selectOption('sum')
    await page.getByRole('combobox', { name: 'Event' }).fill('Order Completed')
    await page.getByRole('combobox', { name: 'Property' }).fill('value')
    await page.keyboard.press('Escape')
    await page.getByText('Sum of value over “Order Completed”.').waitFor()
    await page.getByLabel('How values are spread').waitFor()
    await page.getByLabel('Some of them').waitFor()
    expect(await barriers()).toEqual([])
    await page.getByRole('button', { name: 'Create computed trait' }).click()
    await page.getByRole('heading', { level: 1, name: 'revenue' }).waitFor()
    await page.getByText('Follows what happens').waitFor()
    await hasRevenue('revenue', 20)
  })

  it('foretells who will order, says how good that is, and why of a person', async () => {
    await page.goto('/computed-traits/new')
    await page.getByLabel('Name').fill('likely_to_order')
    await page.getByLabel('What is worked out').selectOption('prediction')
    await page.getByRole('combobox', { name: 'Event' }).fill('Never done')
    await page.getByText('0 people did “Never done” within 30 days, and 50 are needed').waitFor()
    await page.getByRole('combobox', { name: 'Event' }).fill('Order Completed')
    await page.keyboard.press('Escape')
    await page.getByText('How likely, in percent, they are to do “Order Completed” within 30 days').waitFor()
    await page.getByLabel('How good it is').getByText('Fit to choose whom to address first.').waitFor()
    expect(await barriers()).toEqual([])
    await page.getByRole('button', { name: 'Create computed trait' }).click()
    const { id } = await eventually(async () =>
      (await ada())?.traits['likely_to_order'] === undefined ? null : await ada(),
    )
    await page.goto(`/people/${id}`)
    await page.getByRole('button', { name: /^likely to order/ }).click()
    await page.getByRole('button', { name: 'How likely_to_order was worked out' }).click()
    await page.getByLabel('What speaks for it and against it').getByText('Order Completed').waitFor()
    expect(await barriers()).toEqual([])
    expect(problems.splice(0).filter((one) => !one.includes('400 (Bad Request)'))).toEqual([])
    const { data } = await call<Rows<ComputedTrait>>(kith, 'GET', '/computed-traits')
    const made = data.find(({ name }) => name === 'likely_to_order')
    await call(kith, 'DELETE', `/computed-traits/${made?.id}`)
  })

  it('writes one in SQL, reads what is wrong while writing, and sees the values', async () => {
    await page.goto('/computed-traits')
    await page.getByRole('link', { name: 'New trait in SQL' }).click()
    await page.getByLabel('Name').fill('orders_by_sql')
    await page.getByLabel('SELECT').fill('select person_id, 1 as value from people')
    await page.getByText('is a table of Kith’s own').waitFor()
    const query =
      "select person_id, count() as value from kith_events where event = 'Order Completed' group by 1"
    await page.getByLabel('SELECT').fill(query)
    await page.getByLabel('Some of them').waitFor()
    expect(await barriers()).toEqual([])
    await page.getByRole('button', { name: 'Create trait in SQL' }).click()
    await page.getByRole('heading', { level: 1, name: 'orders_by_sql' }).waitFor()
    await page.getByText('Asked again every hour').waitFor()
    await hasRevenue('orders_by_sql', 1)
    // The browser tells of the preview that was refused.
    expect(problems.splice(0)).toEqual([expect.stringContaining('400 (Bad Request)')])
    await page.goto('/computed-traits')
    await page.getByRole('link', { name: 'orders_by_sql' }).waitFor()
    const { data } = await call<Rows<ComputedTrait>>(kith, 'GET', '/computed-traits')
    await call(kith, 'DELETE', `/computed-traits/${data.find(({ name }) => name === 'orders_by_sql')?.id}`)
  })

  it('reads on a person’s page how a value was worked out', async () => {
    await order(5)
    await hasRevenue('revenue', 25)
    const person = await ada()
    await page.goto(`/people/${person?.id}`)
    await page.getByRole('button', { name: 'revenue' }).first().click()
    await page.getByRole('button', { name: 'How revenue was worked out' }).click()
    await page.getByText('Sum of value over “Order Completed”.').waitFor()
    await page.getByText('By 2 events').waitFor()
    expect(await barriers()).toEqual([])
    await page.keyboard.press('Escape')
  })

  it('scores people by rules, and sees how that would be spread', async () => {
    await page.goto('/computed-traits')
    await page.getByRole('link', { name: 'New score' }).first().click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('lead_score')
    const ordered = page.getByRole('group', { name: 'Rule 1', exact: true })
    await ordered.getByLabel('Name of the rule').fill('Ordered')
    await ordered.getByRole('combobox', { name: 'Event' }).fill('Order Completed')
    await page.keyboard.press('Escape')
    await ordered.getByLabel('For each time').check()
    await page.getByRole('button', { name: 'Add a rule' }).click()
    const returned = page.getByRole('group', { name: 'Rule 2', exact: true })
    await returned.getByLabel('Points').fill('-5')
    await returned.getByRole('combobox', { name: 'Event' }).fill('Order Returned')
    await page.keyboard.press('Escape')
    await page.getByText('+10 for those who did “Order Completed”, for each up to 5;').waitFor()
    await page.getByLabel('How many are in each band').waitFor()
    await page.getByText('Nobody can ever be Hot').waitFor()
    expect(await barriers()).toEqual([])
    await page.getByRole('button', { name: 'Create score' }).click()
    await page.getByRole('heading', { level: 1, name: 'lead_score' }).waitFor()
    await page.getByText('Follows what happens').waitFor()
    await hasRevenue('lead_score', 20)
  })

  it('reads on a lead which rules hold and which do not', async () => {
    const input = { name: 'Ada', person_id: (await ada())?.id }
    const lead = await call<Lead>(kith, 'POST', '/leads', input)
    await page.goto('/leads')
    await page.getByLabel('Lead score').selectOption('Cold: from 0')
    await page.getByRole('button', { name: 'Lead score' }).click()
    await page.getByRole('row', { name: /Ada.*20 · Cold/ }).waitFor()
    expect(await barriers()).toEqual([])
    await page.goto(`/leads?lead=${lead.id}`)
    await page.getByRole('button', { name: 'Lead score 20 · Cold, and why' }).click()
    const rules = page.getByRole('dialog', { name: /^Lead score/ }).getByRole('listitem')
    await rules.first().waitFor()
    expect(await rules.allTextContents()).toEqual([
      'Orderedwho did “Order Completed”, for each up to 5+20',
      'who did “Order Returned”−5 if it were so',
    ])
    expect(await barriers()).toEqual([])
    await page.keyboard.press('Escape')
  })

  it('renames it, and removes it again', async () => {
    const { data } = await call<Rows<ComputedTrait>>(kith, 'GET', '/computed-traits')
    await call(kith, 'DELETE', `/computed-traits/${data.find(({ name }) => name === 'lead_score')?.id}`)
    await page.goto(`/computed-traits/${data.find(({ name }) => name === 'revenue')?.id}`)
    await page.getByLabel('Name').fill('turnover')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'turnover' }).waitFor()
    await hasRevenue('turnover', 25)
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await eventually(async () => ((await ada())?.traits['turnover'] === undefined ? true : null))
    await page.getByText('No computed traits yet').waitFor()
    expect(problems).toEqual([])
  })
})

declare global {
  interface Window {
    axe: typeof axe
  }
}
