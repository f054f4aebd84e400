import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Person } from '../../model/person.ts'
import type { BrowserKey } from '../../model/profile.ts'
import type { TraitInfo } from '../../model/trait.ts'
import { openBrowser, openSignedIn, type OpenPage } from './browser.ts'
import { call, eventually, owner, startDemoStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

let kith: KithProcess
let browser: Browser
let opened: OpenPage

beforeAll(async () => {
  kith = await startDemoStore()
  browser = await openBrowser()
  opened = await openSignedIn(browser, kith.url, owner)
})
afterAll(async () => {
  await browser?.close()
  await kith?.stop()
})

const country = async () => {
  const { data } = await call<{ data: TraitInfo[] }>(kith, 'GET', '/traits?search=country')
  return data.find(({ name }) => name === 'country')
}

it('looks for traits, describes one, marks it as sensitive, and takes that back', async () => {
  const { page, problems } = opened
  await page.goto('/traits')
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByText('country', { exact: true }).click()
  await page.getByLabel('What it means').fill('Where orders go')
  await page.getByLabel('What it means').blur()
  await eventually(async () => ((await country())?.description === 'Where orders go' ? true : null))
  await page.getByRole('switch', { name: 'Sensitive' }).click()
  await eventually(async () => ((await country())?.sensitive ? true : null))
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await eventually(async () => ((await country())?.sensitive === false ? true : null))
  expect(problems).toEqual([])
})

it('makes a key that pages may read with', async () => {
  const { page, problems } = opened
  await page.goto('/settings/keys?tab=browser')
  await page.getByRole('button', { name: 'Create a browser key' }).first().click()
  await page.getByLabel('Name').fill('Blog')
  await page.getByRole('combobox', { name: 'Pages that may use it' }).fill('https://blog.example')
  await page.getByRole('combobox', { name: 'Pages that may use it' }).press('Enter')
  await page.getByRole('button', { name: 'Create the key' }).click()
  await page.getByText('The key is no secret').waitFor()
  const { data } = await call<{ data: BrowserKey[] }>(kith, 'GET', '/browser-keys')
  expect(data).toMatchObject([{ name: 'Blog', origins: ['https://blog.example'], enabled: true }])
  expect(problems).toEqual([])
})

it('says what somebody is at a company, where it stands, and takes that back', async () => {
  const { page, problems } = opened
  const person = await call<Person>(kith, 'POST', '/people', {
    name: 'Ines Role',
    email: 'ines@role.example',
  })
  await call(kith, 'POST', `/people/${person.id}/companies`, { name: 'Role and Sons' })
  const role = async () =>
    (await call<Person>(kith, 'GET', `/people/${person.id}`)).companies[0]?.role ?? 'none'
  await page.goto(`/people/${person.id}`)
  const beside = page.getByRole('complementary', { name: 'About Ines Role' })
  await beside.getByRole('button', { name: 'Say what they are at Role and Sons' }).click({ force: true })
  const dialog = page.getByRole('dialog').filter({ hasText: 'Save' })
  await dialog.getByLabel('Role', { exact: true }).fill('Decision maker')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await beside.getByRole('button', { name: 'Decision maker at Role and Sons: change' }).waitFor()
  await expect.poll(role, { timeout: 10_000 }).toBe('Decision maker')
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect.poll(role, { timeout: 10_000 }).toBe('none')
  expect(problems).toEqual([])
})
