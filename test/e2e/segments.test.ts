import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../../model/person.ts'
import { openTestSftp, type TestSftp } from '../../server/platform/test-providers/index.ts'
import { openBrowser, openSignedIn } from './browser.ts'
import { call, eventually, owner, send, startDemoStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

const ids = ['grace', 'ada', 'alan']
const file = ['Name;Customer', ...ids.map((id) => `${id};${id}`), 'ghost;nobody-7'].join('\n')

// One story: a list is made, filled, compared and divided; each test goes on where the one before stopped.
describe('a marketer with lists', () => {
  let kith: KithProcess
  let browser: Browser
  let page: Page
  let problems: string[]
  let sftp: TestSftp

  beforeAll(async () => {
    ;[kith, sftp] = await Promise.all([startDemoStore(), openTestSftp()])
    for (const userId of ids)
      await send(kith, 'identify', { userId, traits: { name: `${userId} of the club`, plan: 'club' } })
    await eventually(() => call<Person>(kith, 'GET', '/people/by/user_id/alan').catch(() => null))
    browser = await openBrowser()
    ;({ page, problems } = await openSignedIn(browser, kith.url, owner))
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
    await sftp?.close()
  })

  it('makes one', async () => {
    await page.goto('/segments')
    // While there is no segment, the empty page offers it, too.
    await page.getByRole('button', { name: 'New list' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Club')
    await dialog.getByLabel('Folder').fill('Events')
    await dialog.getByRole('button', { name: 'Create list' }).click()
    await page.getByRole('heading', { level: 1, name: 'Club' }).waitFor()
    await page.getByText('Nobody is on the list').waitFor()
    expect(await page.getByRole('main').innerText()).toContain('Changes by hand only.')
  })

  it('fills it from a file, and reads for how many rows nobody was found', async () => {
    await page.getByRole('button', { name: 'From a file' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'club.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(file),
    })
    await dialog.getByLabel('Type of the identifiers').fill('user_id')
    await page.keyboard.press('Escape')
    await dialog.getByRole('combobox', { name: 'Column' }).or(dialog.getByLabel('Column')).first().click()
    await page.getByRole('option', { name: 'Customer' }).click()
    await dialog.getByRole('button', { name: 'Put on the list' }).click()
    const outcome = dialog.getByRole('status')
    await outcome.waitFor()
    expect(await outcome.innerText()).toMatch(
      /3 people put on the list\.\s+For 1 row nobody was found, such as nobody-7/,
    )
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('3 people', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'ada of the club' }).waitFor()
  })

  it('takes somebody off, and finds them among those who left', async () => {
    const row = page.getByRole('row').filter({ hasText: 'alan of the club' })
    await row.getByLabel('Select this row').click()
    await page.getByRole('button', { name: 'Take 1 person off the list' }).click()
    await page.getByText('2 people', { exact: true }).waitFor()
    await page.getByText('Left', { exact: true }).click()
    const left = page.getByRole('table', { name: 'Who left Club' })
    await left.getByText('alan of the club').waitFor()
    expect(new URL(page.url()).search).toBe('?members=past')
  })

  it('sees on the page of a person in which lists they were and are, and puts them on one', async () => {
    await page.getByRole('link', { name: 'alan of the club' }).click()
    await page.getByRole('list', { name: 'Was in' }).filter({ visible: true }).getByText('Club').waitFor()
    await page.getByRole('button', { name: 'Put on a list' }).filter({ visible: true }).click()
    await page.getByRole('menuitem', { name: 'Club' }).click()
    await page.getByText('1 person put on Club').waitFor()
    const takeOff = page.getByRole('button', { name: 'Take off Club' }).filter({ visible: true })
    await takeOff.waitFor()
    expect(await takeOff.count()).toBe(1)
  })

  it('exports it to an SFTP server, which is added and tested on the way', async () => {
    await page.getByRole('link', { name: 'Club' }).filter({ visible: true }).first().click()
    await page.getByRole('button', { name: 'Export to a storage' }).click()
    const form = page.getByRole('dialog', { name: 'Export Club to a storage' })
    await form.getByLabel('Name').fill('Invitations')
    await form.getByRole('button', { name: 'Add…' }).click()
    const storage = page.getByRole('dialog', { name: 'Add a storage' })
    await storage.getByText('SFTP server').click()
    await storage.getByLabel('Name').fill('Printer')
    await storage.getByLabel('Server', { exact: true }).fill(sftp.host)
    await storage.getByLabel('Port').fill(String(sftp.port))
    await storage.getByLabel('User').fill(sftp.user.username)
    await storage.getByLabel('Password').first().fill(sftp.user.password)
    await storage.getByRole('button', { name: 'Add and test' }).click()
    await page.getByText('A file was put there and taken away again.').waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await form.getByLabel('Path of the file').fill('in/club.{format}')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Everybody as CSV to Printer, every day at 06:00').waitFor()
    await page.getByRole('button', { name: 'Run now' }).click()
    await page
      .getByRole('list', { name: 'Exports' })
      .getByText(/3 rows/)
      .waitFor()
    expect(sftp.read('in/club.csv').toString()).toContain('ada of the club')
  })

  it('divides it at random: each is in one of the groups', async () => {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Divide at random' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What is it for?').fill('Invitation')
    await dialog.getByLabel('Share of group 1 in percent').fill('60')
    expect(await dialog.getByRole('status').innerText()).toBe('15 % too many')
    await dialog.getByRole('button', { name: 'Remove group 2' }).click()
    await dialog.getByLabel('Share of group 2 in percent').fill('40')
    await dialog.getByRole('button', { name: 'Divide', exact: true }).click()
    await page.getByRole('heading', { name: 'Random groups' }).waitFor()
    const sizes = await eventually(async () => {
      const { data } = await call<{ data: { name: string; size: number }[] }>(
        kith,
        'GET',
        '/segments?limit=100',
      )
      const groups = data.filter(({ name }) => name.startsWith('Club: ')).map(({ size }) => size)
      return groups.reduce((sum, size) => sum + size, 0) === 3 ? groups : null
    })
    expect(sizes).toHaveLength(2)
  })

  it('is not let delete what its groups need, and is told by what', async () => {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    expect(await dialog.getByRole('alert').innerText()).toContain('the segment “Club: A”')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  it('compares it with a segment: circles, and what sets them apart', async () => {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Compare with another' }).click()
    await page.getByPlaceholder('Choose two or three segments').fill('Club: A')
    await page.getByRole('option', { name: 'Club: A' }).click()
    await page.getByRole('img', { name: /Circles of the segments/ }).waitFor()
    await page.getByRole('table', { name: 'Traits' }).waitFor()
    expect(await page.getByRole('table', { name: 'Parts of the overlap' }).innerText()).toMatch(/Club/)
  })

  it('writes a segment in words, completed from real data, and sees the conditions follow', async () => {
    await page.goto('/segments/new')
    await page.getByLabel('Name').fill('Buyers in words')
    await page.getByRole('button', { name: 'Type it' }).click()
    const words = page.getByLabel('In words')
    await words.pressSequentially('did Order Com')
    await page.getByRole('option', { name: /Order Completed/ }).click()
    await words.pressSequentially('at leest')
    await page.getByText('Here “and” or “or” should follow, or the end.').waitFor()
    await words.fill('did “Order Completed” at least 2 times')
    await page.getByText('Understood: the conditions above say the same.').waitFor()
    expect(await page.getByLabel('Event', { exact: true }).first().inputValue()).toBe('Order Completed')
    await page.getByRole('button', { name: 'Create segment' }).click()
    await page.getByText('People who did “Order Completed” at least 2 times.').waitFor()
  })

  it('narrows it to customers of nobody whom a mail can reach, and reads it back', async () => {
    await page.goto('/segments/new')
    await page.getByLabel('Name').fill('Unclaimed')
    await page.getByRole('button', { name: 'Remove the condition' }).click()
    const add = async (kind: string) => {
      await page.getByRole('button', { name: 'More', exact: true }).click()
      await page.getByRole('menuitem', { name: kind }).click()
    }
    await add('Owner')
    await page.getByLabel('Owners', { exact: true }).first().click()
    await page.getByRole('option', { name: 'Nobody' }).click()
    await page.keyboard.press('Escape')
    await add('Can be reached')
    await page.getByRole('combobox', { name: 'Consent' }).fill('plan')
    await page.getByRole('button', { name: 'Create segment' }).click()
    await page.getByRole('heading', { level: 1, name: 'Unclaimed' }).waitFor()
    expect(await page.getByRole('main').innerText()).toContain(
      'People who are owned by nobody, and who can be reached by e-mail with the consent plan.',
    )
  })

  it('makes one of companies, and sees how many have so many people who did something', async () => {
    for (const userId of ids)
      await send(kith, 'group', { userId, groupId: 'club', traits: { name: 'The club' } })
    await page.goto('/segments/new')
    await page.getByText('Companies', { exact: true }).last().click()
    await page.getByLabel('Name').fill('Clubs')
    await page
      .getByRole('group', { name: 'Conditions', exact: true })
      .getByText('with', { exact: true })
      .waitFor()
    await page.getByRole('button', { name: 'Remove the condition' }).click()
    await page.getByRole('button', { name: 'Trait' }).first().click()
    await page.getByLabel('trait', { exact: false }).first().fill('plan')
    await page.getByLabel('Value').first().fill('club')
    await page.keyboard.press('Enter')
    await page.getByText('Companies with at least 3 people whose plan is “club”.').waitFor()
    await page.getByRole('button', { name: 'Create segment' }).click()
    await page.getByRole('heading', { level: 1, name: 'Clubs' }).waitFor()
    await page.getByRole('table', { name: 'Companies in Clubs' }).getByText('The club').click()
    await page.getByRole('heading', { level: 1, name: 'The club' }).waitFor()
    await page.getByRole('link', { name: 'Why in Clubs?' }).click()
    await page.getByText('there are 3').waitFor()
    expect(await page.getByRole('main').innerText()).toContain('with at least 3 people whose plan is “club”')
  })

  it('keeps a list of companies: puts one on it, and takes it off', async () => {
    await page.goto('/segments')
    await page.getByRole('button', { name: 'New list' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Partners')
    await dialog.getByLabel('A list of').selectOption('companies')
    await dialog.getByRole('button', { name: 'Create list' }).click()
    await page.getByText('No company is on the list').waitFor()
    await page.getByRole('combobox', { name: 'Company to put on the list' }).fill('The club')
    await page.getByRole('option', { name: 'The club' }).click()
    const table = page.getByRole('table', { name: 'Companies in Partners' })
    await table.getByText('The club').waitFor()
    await page.getByText('1 company', { exact: true }).waitFor()
    await table.getByLabel('Select this row').click()
    await page.getByRole('button', { name: 'Take 1 company off the list' }).click()
    await page.getByText('No company is on the list').waitFor()
    expect(await page.getByRole('main').innerText()).toContain('0 companies')
  })

  it('edits where files go, without giving the password again', async () => {
    await page.goto('/destinations')
    await page.getByRole('button', { name: 'Edit Printer' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Print shop')
    await dialog.getByRole('button', { name: 'Save and test' }).click()
    await page.getByText('A file was put there and taken away again.').waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    const storages = page.getByRole('list', { name: 'Storages' })
    await storages.getByText('Print shop').waitFor()
    expect(await storages.innerText()).toContain(sftp.user.username)
  })

  it('saw no error in the console but that a deletion was refused', () =>
    expect(problems).toEqual([expect.stringContaining('409')]))
})
