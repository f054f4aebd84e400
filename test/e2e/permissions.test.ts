import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Deal } from '../../model/deal.ts'
import type { Person } from '../../model/person.ts'
import { openBrowser, openSignedIn } from './browser.ts'
import { call, startDemoStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

const reader = { name: 'Alan Turing', email: 'alan@kith.example', password: 'a password for tests' }
const CHANGES = /^(new|add|create|edit|delete|remove|save|revoke|move|send again)\b/i

describe('somebody who may only read', () => {
  let kith: KithProcess
  let browser: Browser
  let page: Page
  let problems: string[]
  let person = ''
  let deal = ''

  beforeAll(async () => {
    kith = await startDemoStore()
    await call(kith, 'POST', '/users', { ...reader, roles: ['read_only'] })
    person = (await call<{ data: Person[] }>(kith, 'GET', '/people?limit=1')).data[0]?.id ?? ''
    deal = (await call<{ data: Deal[] }>(kith, 'GET', '/deals?limit=1')).data[0]?.id ?? ''
    browser = await openBrowser()
    ;({ page, problems } = await openSignedIn(browser, kith.url, reader))
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
  })

  it('sees every page for readers and none of the administration', async () => {
    await page.goto('/')
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    const places = await page.getByRole('complementary').getByRole('link').allInnerTexts()
    expect(places).toEqual(expect.arrayContaining(['People', 'Deals', 'Sources', 'System health']))
    expect(places).not.toContain('Keys')
    expect(places).not.toContain('Audit log')
  })

  it.each([
    ['people', () => '/people', 'Last seen'],
    ['a person', () => `/people/${person}`, 'What happened'],
    ['segments', () => '/segments', 'No segments yet'],
    ['the board', () => '/deals', 'weighted'],
    ['a deal', () => `/deals?deal=${deal}`, 'Stages'],
    ['sources', () => '/sources', 'Website'],
    ['destinations', () => '/destinations', 'No destinations yet'],
    ['the identity rules', () => '/settings/identity', 'Any other identifier'],
    ['the team', () => '/settings/team', 'Alan Turing'],
  ])('is offered no change on %s', async (_what, path, shows) => {
    await page.goto(path())
    await page.getByText(shows).filter({ visible: true }).first().waitFor()
    const controls = page.getByRole('button').or(page.getByRole('link')).filter({ visible: true })
    const names = await controls.evaluateAll((found) =>
      found.map((one) => one.getAttribute('aria-label') ?? one.textContent ?? ''),
    )
    expect(names.filter((name) => CHANGES.test(name.trim()))).toEqual([])
    expect(problems.splice(0)).toEqual([])
  })

  it.each([
    ['POST', () => '/segments', { name: 'Mine', definition: { conditions: [] } }],
    ['POST', () => '/deals', { name: 'Mine' }],
    ['PATCH', () => `/deals/${deal}`, { name: 'Mine' }],
    ['DELETE', () => `/deals/${deal}`, undefined],
    ['POST', () => '/identity-rules/rollbacks', { to: 0 }],
    ['POST', () => '/sources', { name: 'Mine' }],
    ['POST', () => '/destinations', { name: 'Mine', url: 'https://example.com' }],
    ['POST', () => '/users', { ...reader, roles: ['owner'] }],
    ['GET', () => '/api-keys', undefined],
    ['GET', () => '/audit-log', undefined],
  ])('is refused %s of what others may do', async (method, path, data) => {
    const answer = await page.request.fetch(`/api/v1${path()}`, {
      method,
      headers: { origin: kith.url },
      ...(data && { data }),
    })
    expect(answer.status()).toBe(403)
  })
})
