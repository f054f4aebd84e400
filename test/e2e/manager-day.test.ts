import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Deal, Pipeline } from '../../model/deal.ts'
import { openBrowser, openSignedIn } from './browser.ts'
import { call, owner, send, startEmptyStore, eventually } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

const today = new Date().toISOString().slice(0, 10)

describe('the day of a sales manager', () => {
  let kith: KithProcess
  let browser: Browser
  let page: Page
  let problems: string[]

  beforeAll(async () => {
    kith = await startEmptyStore()
    browser = await openBrowser()
    await send(kith, 'identify', { userId: 'grace', traits: { name: 'Grace Hopper' } })
    const person = await eventually(() =>
      call<{ id: string }>(kith, 'GET', '/people/by/user_id/grace').catch(() => null),
    )
    const { data } = await call<{ data: Pipeline[] }>(kith, 'GET', '/pipelines')
    const won = data[0]?.stages.find(({ kind }) => kind === 'won')?.id
    const deal = (input: object) => call<Deal>(kith, 'POST', '/deals', { person_id: person.id, ...input })
    await call(kith, 'PATCH', `/deals/${(await deal({ name: 'Compiler', amount: 4_000 })).id}`, {
      stage_id: won,
    })
    await deal({ name: 'Nanoseconds', amount: 1_500, expected_close_on: today })
    ;({ page, problems } = await openSignedIn(browser, kith.url, owner))
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
  })

  it('opens the deals behind the number of those won, and one of them', async () => {
    await page.goto('/')
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('z')
    await page.getByRole('heading', { level: 1, name: 'Sales performance' }).waitFor()
    await page.getByRole('button', { name: /^Won/ }).first().click()
    const panel = page.getByRole('dialog', { name: 'Won' })
    await panel.getByText('Compiler').waitFor()
    expect(await panel.locator('tr[data-row]').count()).toBe(1)
    await panel.locator('tr[data-row]').click()
    await page.getByRole('dialog', { name: 'Compiler' }).waitFor()
  })

  it('sets a quota, and sees how much of it is attained', async () => {
    await page.goto('/insights/forecast')
    await page.getByRole('button', { name: 'Set a quota' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Everybody').click()
    await dialog.getByLabel(/^To win/).fill('8000')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('50% of quota').waitFor()
    await page.getByText('covers what is missing 0.4 times').waitFor()
    expect(problems).toEqual([])
  })

  it('sees what changed since the week began, and the deals behind a step', async () => {
    await page.goto('/insights/forecast')
    const steps = page.getByRole('table', { name: 'What changed, step by step' })
    await steps.getByRole('row', { name: /^Won.*4,000/ }).waitFor()
    await steps.getByRole('row', { name: /^Open at the end.*1,500/ }).waitFor()
    await steps
      .getByRole('row', { name: /^Added.*5,500/ })
      .getByRole('button')
      .click()
    const panel = page.getByRole('dialog', { name: 'Added' })
    await panel.getByText('Nanoseconds').waitFor()
    expect(await panel.locator('tr[data-row]').count()).toBe(2)
    expect(problems).toEqual([])
  })

  it('begins a dashboard, puts its cards in order without a mouse, and takes a removal back', async () => {
    await page.goto('/')
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('8')
    await page.getByRole('button', { name: 'Start from Sales' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sales' }).waitFor()
    const titles = () => page.getByRole('list', { name: 'Cards' }).getByRole('heading').allTextContents()
    await page.getByText('of €8K').waitFor()
    await page.getByRole('button', { name: 'Won: move with the arrow keys', exact: true }).focus()
    await page.keyboard.press('ArrowRight')
    await eventually(async () => (await titles()).slice(0, 2).join() === 'Win rate,Won' || null)
    await page.getByRole('button', { name: 'Change the card Won', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await eventually(async () => (await titles())[1] === 'Won' || null)
    await page.getByRole('button', { name: 'Add a card' }).click()
    await page.getByRole('combobox', { name: 'What it shows' }).click()
    await page.getByRole('option', { name: 'Note' }).click()
    await page.getByLabel('Words').fill('Call **everybody** back')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('everybody', { exact: true }).waitFor()
    await page
      .getByRole('button', { name: /Won: show the deals$/ })
      .first()
      .click()
    await page.getByRole('dialog', { name: 'Won' }).getByText('Compiler').waitFor()
    expect(problems).toEqual([])
  })

  it('takes a lead along the board by keys, and says why one is disqualified', async () => {
    await call(kith, 'POST', '/leads', { name: 'Mary Jackson', email: 'mary@tunnels.example' })
    await page.goto('/leads?view=board')
    await page.getByRole('button', { name: /^Mary Jackson/ }).press('Shift+ArrowRight')
    await page.getByRole('region', { name: 'Working: 1 lead' }).getByText('Mary Jackson').waitFor()
    await page.getByRole('alert').getByText('Mary Jackson is working now').waitFor()
    await page.getByRole('button', { name: 'Move Mary Jackson to…' }).click()
    await page.getByRole('menuitem', { name: 'Disqualified' }).click()
    await page.getByLabel('Why is it disqualified?').fill('No budget')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Disqualified: 1 lead' }).waitFor()
    const told = page.getByRole('alert').filter({ hasText: 'Mary Jackson is disqualified now' })
    await told.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('region', { name: 'Working: 1 lead' }).waitFor()
    await page.getByRole('button', { name: /^Mary Jackson/ }).press('Enter')
    await page.getByRole('dialog', { name: 'Mary Jackson' }).getByText('in this status since').waitFor()
    expect(problems).toEqual([])
  })

  it('gives out by rules what nobody owns, and takes that back', async () => {
    const { data } = await call<{ data: { id: string }[] }>(kith, 'GET', '/users')
    const way = { kind: 'fixed', user_id: data[0]?.id }
    await call(kith, 'POST', '/assignment-rules', { name: 'Everything', object: 'lead', way })
    await page.goto('/settings/assignment')
    await page.getByText('1 open lead without an owner; rules that are on match 1 of them.').waitFor()
    await page.getByRole('button', { name: 'Give them out by the rules' }).click()
    await page.getByText('1 lead given out.').waitFor()
    await page.getByText('Every open lead has an owner.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('1 lead is as it was.').waitFor()
    expect(problems).toEqual([])
  })

  it('makes a lead, converts it to a company and a deal, and takes that back', async () => {
    await page.goto('/leads')
    await page.getByRole('button', { name: 'New lead' }).first().click()
    const form = page.getByRole('dialog', { name: 'New lead' })
    await form.getByLabel('Name').fill('Annie Easley')
    await form.getByLabel('E-mail').fill('annie@rockets.example')
    await form.getByLabel('Company').fill('Rockets Ltd')
    await form.getByRole('button', { name: 'Create' }).click()
    const panel = page.getByRole('dialog', { name: 'Annie Easley', exact: true })
    await panel.getByRole('button', { name: 'Convert', exact: true }).click()
    const conversion = page.getByRole('dialog', { name: 'Convert Annie Easley' })
    await conversion.getByLabel('Amount').fill('900')
    await conversion.getByRole('button', { name: 'Convert', exact: true }).click()
    await panel.getByRole('link', { name: 'Rockets Ltd' }).first().waitFor()
    const { data } = await call<{ data: Deal[] }>(kith, 'GET', '/deals?search=Rockets')
    expect(data).toMatchObject([{ name: 'Rockets Ltd', amount: 900, company: { name: 'Rockets Ltd' } }])
    await panel.getByRole('button', { name: 'Undo the conversion' }).click()
    await panel.getByRole('button', { name: 'Convert', exact: true }).waitFor()
    expect((await call<{ data: Deal[] }>(kith, 'GET', '/deals?search=Rockets')).data).toEqual([])
    expect(problems).toEqual([])
  })

  it('finds what may still close in the file, too', async () => {
    const query = `figure=due&from=${today}&to=${today}`
    const file = await page.request.get(`/api/v1/insights/sales/deals.csv?${query}`)
    expect(await file.text()).toContain('Nanoseconds')
  })
})
