import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Provider } from '../../model/sign-on-provider.ts'
import { openTestProvider, type TestProvider } from '../../server/platform/test-providers/index.ts'
import { openBrowser, openPage, openSignedIn, signIn } from './browser.ts'
import { startKith, type KithProcess } from './kith-process.ts'

const owner = { email: 'owner@kith.example', password: 'a password for the owner' }
const colleague = { name: 'Grace Hopper', email: 'grace@kith.example', password: 'a password for grace' }
const STEP_MS = 30_000

describe('secure sign-on, in a browser', () => {
  let kith: KithProcess
  let idp: TestProvider
  let browser: Browser
  const secrets = new Map<string, string>()
  const lastStep = new Map<string, number>()
  let recovery: string[] = []
  /** The owner’s own browser, from when it is signed in. */
  let own: Page

  beforeAll(async () => {
    idp = await openTestProvider()
    kith = await startKith({
      env: {
        KITH_ADMIN_EMAIL: owner.email,
        KITH_ADMIN_PASSWORD: owner.password,
        KITH_ALLOW_PRIVATE_DESTINATIONS: 'true',
      },
    })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
    await idp?.close()
  })

  /** A code that was not shown yet: this step's, or the next one's, which counts as well. */
  const codeOf = async (who: string) => {
    const secret = Secret.fromBase32(secrets.get(who) ?? '')
    const step = Math.max(Math.floor(Date.now() / STEP_MS), (lastStep.get(who) ?? 0) + 1)
    const early = (step - 1) * STEP_MS - Date.now()
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
    lastStep.set(who, step)
    return new TOTP({ secret }).generate({ timestamp: step * STEP_MS })
  }
  const enrol = async (page: Page, who: string) => {
    await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
    const secret = await page
      .locator('code')
      .filter({ hasText: /^[A-Z2-7 ]{32,}$/ })
      .innerText()
    secrets.set(who, secret.replaceAll(' ', ''))
    await page.getByLabel('Code', { exact: true }).fill(await codeOf(who))
    await page.getByRole('button', { name: 'Switch on' }).click()
    const list = page.getByRole('list', { name: 'Recovery codes' })
    await list.waitFor()
    const codes = await list.getByRole('listitem').allInnerTexts()
    expect(codes).toHaveLength(10)
    await page.getByRole('button', { name: 'I have saved them' }).click()
    return codes
  }
  const headers = () => ({ origin: kith.url })
  const open = () => openPage(browser, kith.url)
  const atHome = (page: Page) => page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()

  it('sets an authenticator app up from the account page', async () => {
    const { page, problems } = await openSignedIn(browser, kith.url, owner)
    await page.goto('/settings/account')
    await page.getByRole('button', { name: 'Set up an app' }).click()
    await page.getByLabel('Your password').fill(owner.password)
    await page.getByRole('button', { name: 'Continue' }).click()
    recovery = await enrol(page, 'owner')
    await page.getByText('10 recovery codes left').waitFor()
    expect(problems).toEqual([])
    await page.context().close()
  })

  it('asks for the code after the password, and remembers the browser', async () => {
    const { page, problems } = await open()
    await page.goto('/settings/audit')
    await signIn(page, owner)
    await page.getByRole('heading', { name: 'Second factor' }).waitFor()
    await page.reload()
    await page.getByLabel('Code', { exact: true }).fill('000000')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('This code is not valid').waitFor()
    await page.getByLabel('Code', { exact: true }).fill(await codeOf('owner'))
    await page.getByLabel('Do not ask in this browser for 30 days').check()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'Audit log' }).waitFor()
    await page.getByText('Signed in').first().waitFor()
    await page.context().clearCookies({ name: 'kith.session_token' })
    await page.goto('/sign-in')
    await signIn(page, owner)
    await atHome(page)
    expect(problems.filter((problem) => !problem.includes('400'))).toEqual([])
    await page.context().close()
  })

  it('takes a recovery code in place of the app', async () => {
    const { page, problems } = await open()
    await page.goto('/sign-in')
    await signIn(page, owner)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.getByLabel('Recovery code').fill(recovery[0] ?? '')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await atHome(page)
    expect(problems).toEqual([])
    own = page
  })

  it('has everybody set one up when it is required', async () => {
    const page = own
    const made = await page.request.post('/api/v1/users', {
      data: { ...colleague, roles: ['member'] },
      headers: headers(),
    })
    expect(made.status()).toBe(201)
    await page.goto('/settings/sign-on')
    await page.getByLabel('Required for everybody').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()

    const { page: hers } = await open()
    await hers.goto('/people')
    await signIn(hers, colleague)
    await hers.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
    await enrol(hers, 'grace')
    await hers.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await hers.context().close()

    await page.goto('/settings/team')
    await page.getByRole('button', { name: 'Reset the second factor of Grace Hopper' }).click()
    await page.getByRole('button', { name: 'Reset', exact: true }).click()
    await page.getByText('Second factor of Grace Hopper reset').waitFor()
    await page.request.patch('/api/v1/sign-on/policy', {
      data: { two_factor: 'optional' },
      headers: headers(),
    })
  })

  it('takes a provider in, and passwords from all but owners', async () => {
    const page = own
    await page.goto('/settings/sign-on?tab=providers')
    await page.getByRole('button', { name: 'Add a provider' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Company account')
    await page.getByLabel('Issuer').fill(idp.issuer)
    await page.getByLabel('Client ID').fill(idp.client.client_id)
    await page.getByLabel('Client secret').fill(idp.client.client_secret)
    await page.getByPlaceholder('example.com').fill('kith.example')
    await page.getByPlaceholder('example.com').press('Enter')
    await page.getByRole('button', { name: 'Add the provider' }).click()
    await page.getByText('redirect URI').waitFor()
    const list = await page.request.get('/api/v1/sign-on/providers')
    const { data } = (await list.json()) as { data: Provider[] }
    expect(data).toMatchObject([{ name: 'Company account', domains: ['kith.example'] }])
    idp.redirects.add(data[0]?.callback_url ?? '')

    await page.goto('/settings/sign-on')
    await page.getByLabel('Owners only').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    await page.context().close()
  })

  it('signs on through an OpenID Connect provider, and leads to the page that was asked for', async () => {
    idp.person = { sub: 'grace', email: colleague.email, email_verified: true, name: colleague.name }
    const { page, problems } = await open()
    await page.goto('/people')
    await page.getByRole('link', { name: 'Sign in with Company account' }).click()
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await page.goto('/settings/account')
    await page.getByText('Grace Hopper, grace@kith.example').waitFor()
    expect(problems).toEqual([])
    await page.context().close()
  })

  it('says why somebody may not come in, and keeps a way for owners', async () => {
    idp.person = { sub: 'eve', email: 'eve@kith.example', email_verified: true }
    const { page, problems } = await open()
    await page.goto('/sign-in')
    await page.getByRole('link', { name: 'Sign in with Company account' }).click()
    await page.getByRole('alert').getByText('There is no account for your e-mail address').waitFor()
    await page.getByRole('button', { name: 'Owners: sign in with a password' }).click()
    await signIn(page, owner)
    await page.getByRole('heading', { name: 'Second factor' }).waitFor()
    expect(problems).toEqual([])
    await page.context().close()
  })
})
