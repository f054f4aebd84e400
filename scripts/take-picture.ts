// Takes the README's picture: Home of the demo, over its last month. `npx tsx scripts/take-picture.ts`, after a build.
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openBrowser, openSignedIn } from '../test/e2e/browser.ts'
import { startKith } from '../test/e2e/kith-process.ts'

const PICTURE = fileURLToPath(new URL('../docs/images/home.png', import.meta.url))
const MOST_BYTES = 250_000
const account = { email: 'demo@kith.example', password: 'demo-password' }

const kith = await startKith({ command: 'demo' })
const browser = await openBrowser()
try {
  const { page } = await openSignedIn(browser, kith.url, account)
  await page.goto('/?range=month')
  await page.getByText('Order Completed').waitFor()
  await page.getByRole('heading', { name: 'New people' }).waitFor()
  await page.screenshot({ path: PICTURE, animations: 'disabled' })
} finally {
  await browser.close()
  await kith.stop()
}
const { size } = statSync(PICTURE)
if (size > MOST_BYTES) throw new Error(`The picture has ${size} bytes, more than ${MOST_BYTES}.`)
