import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { User } from '../../model/access.ts'
import type { BoardColumn, Deal } from '../../model/deal.ts'
import { everyAction } from '../../model/rights.ts'
import type { PersonRow } from '../../model/person.ts'
import type { Role } from '../../model/role.ts'
import { openBrowser, openSignedIn } from './browser.ts'
import { call, startDemoStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

const rep = { name: 'Rosa Rep', email: 'rosa@kith.example', password: 'a password for tests' }

describe('a rep who sees only what is theirs', () => {
  let kith: KithProcess
  let browser: Browser
  let page: Page
  let problems: string[]
  let mine: Deal
  let other: Deal

  beforeAll(async () => {
    kith = await startDemoStore()
    const rights = { deals: everyAction('own'), people: { ...everyAction('none'), view: 'all' } }
    const input = { name: 'Sales rep', rights, permissions: ['events:read', 'users:read'] }
    const role = await call<Role>(kith, 'POST', '/roles', input)
    const user = await call<User>(kith, 'POST', '/users', { ...rep, roles: [role.id] })
    const [first] = (await call<{ data: Deal[] }>(kith, 'GET', '/deals?limit=1')).data
    const [person] = (await call<{ data: PersonRow[] }>(kith, 'GET', '/people?limit=1')).data
    if (!first || !person) throw new Error('The demo has deals and people.')
    other = first
    mine = await call<Deal>(kith, 'POST', '/deals', {
      name: 'Only mine',
      amount: 321,
      person_id: person.id,
      owner_id: user.id,
    })
    browser = await openBrowser()
    ;({ page, problems } = await openSignedIn(browser, kith.url, rep))
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
  })

  const shows = (text: string) => page.getByText(text).filter({ visible: true }).first().waitFor()
  const timesShown = (text: string) => page.getByText(text, { exact: true }).count()

  it('is shown no place that the role does not open', async () => {
    await page.goto('/')
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    const places = await page.getByRole('complementary').getByRole('link').allInnerTexts()
    expect(places).toEqual(expect.arrayContaining(['People', 'Deals', 'Team and roles']))
    for (const closed of ['Companies', 'Sources', 'Live events', 'Deliveries', 'Keys', 'Audit log'])
      expect(places).not.toContain(closed)
  })

  it('counts one open deal at home, with its amount', async () => {
    await page.goto('/')
    await shows('1 deal')
    expect(await page.getByRole('list', { name: 'Counts' }).innerText()).toContain('321')
  })

  it('has one card on the board, and its sum', async () => {
    await page.goto('/deals')
    await shows('Only mine')
    expect(await timesShown(other.name)).toBe(0)
    const { data } = (await (await page.request.get('/api/v1/deals/board')).json()) as { data: BoardColumn[] }
    expect(data.reduce((sum, { count }) => sum + count, 0)).toBe(1)
  })

  it('has one row in the list', async () => {
    await page.goto('/deals?view=list')
    await shows('Only mine')
    expect(await timesShown(other.name)).toBe(0)
  })

  it('finds only that one by the search', async () => {
    const find = async (name: string) => {
      const answer = await page.request.get(`/api/v1/search?q=${encodeURIComponent(name)}`)
      const { data } = (await answer.json()) as { data: { kind: string; title: string }[] }
      return data.filter(({ kind }) => kind === 'deal').map(({ title }) => title)
    }
    expect(await find('Only mine')).toEqual(['Only mine'])
    expect(await find(other.name)).toEqual([])
  })

  it('sees on the person’s page only that one, in the list of deals and on the timeline', async () => {
    await page.goto(`/people/${mine.person?.id}`)
    await shows('What happened')
    await shows('Only mine')
    expect(await timesShown(other.name)).toBe(0)
  })

  it('is told that somebody else’s deal does not exist', async () => {
    await page.goto(`/deals?deal=${other.id}`)
    await shows('Only mine')
    expect((await page.request.get(`/api/v1/deals/${other.id}`)).status()).toBe(404)
    problems.length = 0
  })

  it('learns why the own deal is visible', async () => {
    await page.goto(`/deals?deal=${mine.id}`)
    await page.getByRole('button', { name: 'Share, and why I see this' }).click()
    await shows('It is yours, and your role Sales rep lets you see your own deals.')
    expect(problems.splice(0)).toEqual([])
  })
})
