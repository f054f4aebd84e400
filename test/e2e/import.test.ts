import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BoardColumn, Pipeline } from '../../model/deal.ts'
import { openBrowser, openSignedIn } from './browser.ts'
import { call, owner, startEmptyStore } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

const WORK_MS = 120_000
const WHOLE_MS = 300_000

describe('the opportunities of a sales team, imported from their files', () => {
  let kith: KithProcess
  let browser: Browser
  let page: Page
  let problems: string[]
  beforeAll(async () => {
    kith = await startEmptyStore()
    browser = await openBrowser()
    const opened = await openSignedIn(browser, kith.url, owner)
    page = opened.page
    problems = opened.problems
  })
  afterAll(async () => {
    await browser?.close()
    await kith?.stop()
  })

  it(
    'go through the wizard, are counted right, and can be undone',
    async () => {
      await page.goto('/imports')
      await page.getByRole('link', { name: 'Import a file' }).first().click()
      await page
        .getByLabel('Files to import')
        .setInputFiles([file('accounts.csv'), file('sales_pipeline.csv')])

      await page.getByRole('heading', { name: 'sales_pipeline.csv' }).waitFor()
      await page
        .getByLabel('Pipeline', { exact: true })
        .selectOption({ label: 'A new one, with the stages of the file' })
      await page.getByLabel('Name of the new pipeline').fill('Hardware')
      await page.getByLabel('Currency').fill('USD')
      await page.getByRole('button', { name: 'Check all rows' }).click()

      const expected = expectations()
      const tile = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) })
      await tile('New').waitFor({ timeout: WORK_MS })
      expect(await tile('New').innerText()).toContain(
        (expected.imported + expected.accounts).toLocaleString('en-GB'),
      )
      expect(await tile('Rejected').innerText()).toContain(expected.rejected.toLocaleString('en-GB'))
      await page.getByText('neither a person nor a company').first().waitFor()

      await page.getByRole('button', { name: /^Import .* rows$/ }).click()
      await page.getByRole('button', { name: 'Undo the import' }).waitFor({ timeout: WORK_MS })
      expect(await boardOf('Hardware')).toEqual(expected.stages)

      await page.getByRole('button', { name: 'Undo the import' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
      await page.getByText('The import was undone').waitFor({ timeout: WORK_MS })
      expect((await call<{ data: object[] }>(kith, 'GET', '/companies')).data).toEqual([])
      expect((await call<{ data: object[] }>(kith, 'GET', '/deals')).data).toEqual([])
      expect(problems).toEqual([])
    },
    WHOLE_MS,
  )

  async function boardOf(name: string): Promise<Record<string, { count: number; amount: number | null }>> {
    const { data } = await call<{ data: Pipeline[] }>(kith, 'GET', '/pipelines')
    const pipeline = data.find((one) => one.name === name)
    const board = await call<{ data: BoardColumn[] }>(kith, 'GET', `/deals/board?pipeline=${pipeline?.id}`)
    return Object.fromEntries(board.data.map(({ stage, count, amount }) => [stage.name, { count, amount }]))
  }
})

/** What the files say, worked out with nothing of ours: a deal needs a company, so rows without one are left out. */
function expectations() {
  const rows = textOf('sales_pipeline.csv').trim().split(/\r?\n/).slice(1)
  const stages: Record<string, { count: number; amount: number }> = {}
  let imported = 0
  for (const row of rows) {
    const cells = row.split(',')
    const [account, stage = '', value] = [cells[3], cells[4], cells[7]]
    if (!account) continue
    imported += 1
    const known = (stages[stage] ??= { count: 0, amount: 0 })
    known.count += 1
    known.amount += Number(value)
  }
  const accounts = textOf('accounts.csv').trim().split(/\r?\n/).length - 1
  return { stages, imported, rejected: rows.length - imported, accounts }
}

function file(name: string) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(textOf(name)) }
}

function textOf(name: string): string {
  const path = fileURLToPath(new URL(`../../demo/${name}.gz`, import.meta.url))
  return gunzipSync(readFileSync(path)).toString('utf8')
}
