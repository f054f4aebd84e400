import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

const PATIENCE_MS = 15_000
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const desk = { width: 1280, height: 800 }
export const phone = { width: 390, height: 844 }

/** A page, and the errors that its console has shown so far. */
export type OpenPage = { page: Page; problems: string[] }

/** The real browser; tests open pages of their own in it. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.KITH_CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
}

/** A page as a new visitor has it, on a desk unless said otherwise. The errors of its console are gathered. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: desk,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...options,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  return { page, problems: watch(page) }
}

/** A page of somebody who is signed in. */
export async function openSignedIn(
  browser: Browser,
  url: string,
  credentials: { email: string; password: string },
): Promise<OpenPage> {
  const opened = await openPage(browser, url)
  const answer = await opened.page.request.post('/api/v1/session', {
    data: credentials,
    headers: { origin: url },
  })
  if (!answer.ok()) throw new Error(`Signing in was answered ${answer.status()}: ${await answer.text()}`)
  return opened
}

/** Fills the form of the sign-in page and sends it. */
export async function signIn(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

function watch(page: Page): string[] {
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${message.text()} (${page.url()})`)
  })
  page.on('pageerror', (error) => problems.push(`${error.message} (${page.url()})`))
  return problems
}
