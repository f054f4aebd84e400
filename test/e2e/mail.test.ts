import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestSmtp, type TestSmtp } from '../../server/platform/test-providers/index.ts'
import { openBrowser, openPage, openSignedIn, signIn, type OpenPage } from './browser.ts'
import { call, owner, startEmptyStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'
import { startSite } from './form-site.ts'

const NEWCOMER = 'zoe@acme.example'
/** Quicker than this only programs are. */
const FILLING_IN_MS = 2_100

describe('mail', () => {
  let kith: KithProcess
  let browser: Browser
  let smtp: TestSmtp
  let page: Page
  let problems: string[]
  let invited: OpenPage
  beforeAll(async () => {
    smtp = await openTestSmtp({ isOpen: false })
    kith = await startEmptyStore()
    browser = await openBrowser()
    ;({ page, problems } = await openSignedIn(browser, kith.url, owner))
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
    await smtp?.close()
  })

  const linkTo = async (address: string) => {
    const { text } = await smtp.mailTo(address)
    smtp.mails.length = 0
    return /http\S+new-password#\S+/.exec(text ?? '')?.[0] ?? ''
  }
  const choose = async (link: string, password: string) => {
    await invited.page.goto(link)
    await invited.page.getByLabel('New password').fill(password)
    await invited.page.getByRole('button', { name: 'Choose it' }).click()
    await invited.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  }

  it('goes through a server that an owner sets and tries', async () => {
    await page.goto('/settings/mail')
    await page.getByRole('textbox', { name: 'Server', exact: true }).fill('127.0.0.1')
    await page.getByLabel('Port').fill(String(smtp.port))
    await page.getByLabel('Connection').selectOption('none')
    await page.getByLabel('User').fill(smtp.user.username)
    await page.getByRole('textbox', { name: 'Password' }).fill(smtp.user.password)
    await page.getByLabel('Address of the sender').fill('kith@acme.example')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Mail server saved').waitFor()
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText(`took the mail to ${owner.email}`).waitFor()
    await smtp.mailTo(owner.email, 'arrives here')
    expect(problems.splice(0)).toEqual([])
  })

  it('invites a colleague, who chooses a password and signs in', async () => {
    await page.goto('/settings/team')
    await page.getByRole('button', { name: 'Add a colleague' }).click()
    await page.getByLabel('Name').fill('Zoe')
    await page.getByRole('textbox', { name: 'E-mail' }).fill(NEWCOMER)
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByText('on its way').waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText('Invited', { exact: true }).waitFor()
    invited = await openPage(browser, kith.url)
    const link = await linkTo(NEWCOMER)
    await choose(link, 'a password by Zoe')
    await signIn(invited.page, { email: NEWCOMER, password: 'a password by Zoe' })
    await invited.page.getByRole('heading', { name: 'Home' }).waitFor()
    expect([...problems.splice(0), ...invited.problems.splice(0)]).toEqual([])
  })

  it('helps who forgot the password, once', async () => {
    invited = await openPage(browser, kith.url)
    await invited.page.goto('/sign-in')
    await invited.page.getByText('Forgot your password?').click()
    await invited.page.getByLabel('E-mail').fill(NEWCOMER)
    await invited.page.getByRole('button', { name: 'Send the link' }).click()
    await invited.page.getByText('on its way').waitFor()
    const link = await linkTo(NEWCOMER)
    await choose(link, 'another one by Zoe')
    await signIn(invited.page, { email: NEWCOMER, password: 'another one by Zoe' })
    await invited.page.getByRole('heading', { name: 'Home' }).waitFor()
    expect(invited.problems.splice(0)).toEqual([])
    const late = await openPage(browser, kith.url)
    await late.page.goto(link)
    await late.page.getByLabel('New password').fill('a third one by Zoe')
    await late.page.getByRole('button', { name: 'Choose it' }).click()
    await late.page.getByText('has been used already').waitFor()
  })

  it('confirms the address of who filled in a form within another site’s page', async () => {
    const form = await addNewsletter(kith)
    const site = await startSite(kith.url, form)
    const visitor = await openPage(browser, site.url)
    await visitor.page.goto('/prices?utm_source=ads')
    const frame = visitor.page.frameLocator('iframe')
    await frame.getByRole('button', { name: 'Subscribe' }).click()
    await frame.getByText('Look again at 2 answers below.').waitFor()
    await frame.getByRole('textbox', { name: 'E-mail' }).fill('ada@engines.example')
    await frame.getByRole('checkbox').check()
    await visitor.page.waitForTimeout(FILLING_IN_MS)
    await frame.getByRole('button', { name: 'Subscribe' }).click()
    await frame.getByText('We have sent you an e-mail.').waitFor()
    const { text } = await smtp.mailTo('ada@engines.example')
    await visitor.page.goto(/http\S+\/confirm\?token=\S+/.exec(text ?? '')?.[0] ?? '')
    await visitor.page.getByRole('button', { name: 'Confirm my address' }).click()
    await visitor.page.getByText('is confirmed').waitFor()
    await page.goto(`/forms/${form}`)
    await page.getByRole('row', { name: /ada@engines/i }).click()
    await page.getByText('ads', { exact: true }).first().waitFor()
    await page.getByRole('link', { name: 'Open the person' }).click()
    await page.getByText('Viewed Shop').waitFor()
    await page.getByText('Consent Given').waitFor()
    await site.stop()
    expect([...problems.splice(0), ...visitor.problems.splice(0)]).toEqual([])
  })

  it('says what became of each mail', async () => {
    await page.goto('/settings/mail?tab=sent')
    await page.getByText('invites you to Kith').waitFor()
    expect(await page.getByRole('row', { name: /zoe@acme\.example.*Sent/ }).count()).toBe(2)
  })

  it('comes as each user wants it', async () => {
    await page.goto('/settings/account')
    await page.getByRole('radiogroup', { name: 'Somebody mentions you' }).getByText('In the digest').click()
    await page.getByText('Saved', { exact: true }).waitFor()
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT')
    // Clicked, not checked: what is chosen shows a moment after the click.
    await page.getByLabel('Sat').click()
    await page.getByRole('checkbox', { name: 'Sat', checked: true }).waitFor()
    expect((await saved).status()).toBe(200)
    await page.reload()
    await page.getByRole('checkbox', { name: 'Sat', checked: true }).waitFor()
    const kept = page.getByRole('radiogroup', { name: 'Somebody mentions you' })
    expect(await kept.getByRole('radio', { name: 'In the digest' }).isChecked()).toBe(true)
    expect(problems.splice(0)).toEqual([])
  })
})

async function addNewsletter(kith: KithProcess): Promise<string> {
  const { id } = await call<{ id: string }>(kith, 'POST', '/forms', {
    name: 'Newsletter',
    definition: {
      fields: [
        { key: 'email', label: 'E-mail', type: 'email', required: true },
        { key: 'news', label: 'Send me news.', type: 'consent', required: true },
      ],
      button: 'Subscribe',
      double_opt_in: true,
    },
  })
  return id
}
