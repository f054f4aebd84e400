import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { importDeals, type ImportedDeal } from './crm/index.ts'
import { readLines, weeksUntil } from './demo-data.ts'
import { listPrices } from './demo-products.ts'
import { identifierIds } from './people/index.ts'
import type { Platform } from './platform/index.ts'

const PIPELINE = 'Hardware sales'
const DEALS_PER_IMPORT = 1_000
const DAY_MS = 24 * 60 * 60_000
/** The data says of no open opportunity when it may close; the demo spreads them from last week to the next quarter. */
const CLOSING_WITHIN_DAYS = 110
const OVERDUE_DAYS = 7

const stages = [
  { name: 'Prospecting', kind: 'open', probability: 10, category: 'pipeline' },
  { name: 'Engaging', kind: 'open', probability: 40, category: 'best_case' },
  { name: 'Won', kind: 'won', probability: 100, category: 'closed' },
  { name: 'Lost', kind: 'lost', probability: 0, category: 'omitted' },
] as const

type Opportunity = {
  id: string
  agent: string
  product: string
  account: string
  stage: string
  engaged: string
  closed: string
  value: string
}

/** The accounts of the sales team as group calls. */
export function demoAccounts(): object[] {
  return rowsOf('accounts.csv.gz').map(
    ([name = '', sector = '', founded, revenue, employees, location, parent]) => ({
      type: 'group',
      messageId: `demo-account-${name}`,
      groupId: name,
      traits: {
        name,
        industry: sector === 'technolgy' ? 'technology' : sector,
        founded: Number(founded),
        annual_revenue_million_usd: Number(revenue),
        employees: Number(employees),
        country: location,
        ...(parent ? { parent_company: parent } : {}),
      },
    }),
  )
}

/** Brings the opportunities in as deals of a pipeline of their own, with their dates moved to now. */
export async function importDemoDeals(platform: Platform): Promise<void> {
  const ids = identifierIds(platform.secrets.derive('identifiers'))
  await createPipeline(platform)
  const opportunities = rowsOf('sales_pipeline.csv.gz')
    .map(opportunity)
    .filter(({ account }) => account !== '')
  const shift = weeksUntil(
    platform.clock.now(),
    Math.max(...opportunities.map(({ closed, engaged }) => Date.parse(closed || engaged || '2017-01-01'))),
  )
  const deals = opportunities.map((one) =>
    importedDeal(one, { shift, companyId: ids.of('group_id', one.account), now: platform.clock.now() }),
  )
  for (let at = 0; at < deals.length; at += DEALS_PER_IMPORT)
    await importDeals(platform, deals.slice(at, at + DEALS_PER_IMPORT))
}

async function createPipeline({ db }: Platform): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    insert into pipelines (name, currency, position) values (${PIPELINE}, 'USD', -1) returning id`.execute(db)
  const input = JSON.stringify(stages.map((stage, position) => ({ ...stage, position })))
  await sql`
    insert into stages (pipeline_id, name, kind, probability, position, forecast_category)
    select ${rows[0]?.id}::uuid, name, kind, probability, position, category
    from jsonb_to_recordset(${input}::jsonb) as s (name text, kind text, probability int, position int, category text)`.execute(
    db,
  )
}

function opportunity([
  id = '',
  agent = '',
  product = '',
  account = '',
  stage = '',
  engaged = '',
  closed = '',
  value = '',
]: string[]): Opportunity {
  return {
    id,
    agent,
    product: product === 'GTXPro' ? 'GTX Pro' : product,
    account,
    stage,
    engaged,
    closed,
    value,
  }
}

function importedDeal(
  one: Opportunity,
  { shift, companyId, now }: { shift: number; companyId: string; now: number },
): ImportedDeal {
  const engaged = one.engaged ? new Date(Date.parse(one.engaged) + shift) : new Date(now)
  const closed = one.closed ? new Date(Date.parse(one.closed) + shift) : null
  const past =
    one.stage === 'Prospecting' ? [{ name: 'Prospecting', at: engaged }] : [{ name: 'Engaging', at: engaged }]
  return {
    id: uuidOf(one.id),
    name: `${one.product} for ${one.account}`,
    pipeline: PIPELINE,
    amount: one.value === '' ? (listPrices.get(one.product) ?? null) : Number(one.value),
    personId: null,
    companyId,
    ownerName: one.agent,
    expectedCloseOn: closed ? null : closeDay(one.id, now),
    stages: closed ? [...past, { name: one.stage, at: closed }] : past,
  }
}

function closeDay(id: string, now: number): string {
  const days = Number.parseInt(uuidOf(id).slice(0, 6), 16) % CLOSING_WITHIN_DAYS
  return new Date(now + (days - OVERDUE_DAYS) * DAY_MS).toISOString().slice(0, 10)
}

/** The same id at every import, so that importing again makes no second deal. */
function uuidOf(id: string): string {
  const hex = createHash('sha256').update(`demo-deal-${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function rowsOf(name: string): string[][] {
  return readLines(name)
    .slice(1)
    .map((line) => line.split(','))
}
