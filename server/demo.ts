import { sql } from 'kysely'
import type { Config } from './config.ts'
import { readLines, weeksUntil } from './demo-data.ts'
import { demoAccounts, importDemoDeals } from './demo-deals.ts'
import { addDemoProducts } from './demo-products.ts'
import { clubMembers } from './demo-duplicates.ts'
import { start, type Running } from './main.ts'
import type { Database } from './platform/relational/index.ts'
import { showProgress } from './replay.ts'

const BATCH_EVENTS = 500
const DEMO_WRITE_KEY = 'demo-shop'

type Line = [sku: string, name: string, quantity: number, price: number]
type Order = [
  invoice: string,
  customer: string,
  at: string,
  country: string,
  lines: number,
  items: number,
  value: number,
  products: Line[],
]

/**
 * Starts Kith on a folder of its own filled with real data: a year of orders of an online shop as events, and the
 * opportunities of a sales team as deals. A folder that is filled already is only started.
 */
export async function startDemo(config: Config): Promise<Running> {
  const first = {
    adminEmail: config.first.adminEmail ?? 'demo@kith.example',
    adminPassword: config.first.adminPassword ?? 'demo-password',
    writeKey: config.first.writeKey ?? DEMO_WRITE_KEY,
    apiKey: config.first.apiKey,
  }
  const running = await start({ ...config, first })
  const { db } = running.platform
  const state = await demoState(db)
  if (state === 'filling') {
    await running.stop()
    throw new Error(
      `Filling ${config.dataDir} was interrupted, so that a part of the demo is missing. Delete that folder and start the demo again.`,
    )
  }
  // A folder with data of one's own is only started.
  if (state === null && !(await hasEvents(running))) {
    await noteState(db, 'filling')
    await fill(running, first.writeKey)
    await noteState(db, 'filled')
  }
  console.log(`Sign in as ${first.adminEmail} with the password ${first.adminPassword}`)
  return running
}

async function hasEvents({ platform: { warehouse } }: Running): Promise<boolean> {
  const rows = await warehouse.rows<{ n: number }>('select count() as n from events')
  return rows[0]?.n !== 0
}

type DemoState = 'filling' | 'filled'

async function demoState(db: Database): Promise<DemoState | null> {
  const { rows } = await sql<{ state: DemoState }>`
    select value #>> '{}' as state from settings where key = 'demo'`.execute(db)
  return rows[0]?.state ?? null
}

async function noteState(db: Database, state: DemoState): Promise<void> {
  await sql`
    insert into settings (key, value) values ('demo', to_jsonb(${state}::text))
    on conflict (key) do update set value = excluded.value`.execute(db)
}

async function fill(running: Running, writeKey: string): Promise<void> {
  const orders = readLines('orders.jsonl.gz').map((line) => JSON.parse(line) as Order)
  const shift = weeksUntil(running.platform.clock.now(), Math.max(...orders.map(([, , at]) => utc(at))))
  const events = [
    ...demoAccounts(),
    ...customersOf(orders, shift),
    ...orders.map((order) => orderEvent(order, shift)),
  ]
  for (let at = 0; at < events.length; at += BATCH_EVENTS) {
    await send(running.address, writeKey, events.slice(at, at + BATCH_EVENTS))
    showProgress(at / events.length, at)
  }
  showProgress(1, events.length)
  await running.idle()
  await addDemoProducts(running.platform)
  await importDemoDeals(running.platform)
  await running.idle()
  console.log(
    `\nFilled with ${events.length.toLocaleString()} events of an online shop and the deals of a sales team.`,
  )
}

async function send(address: string, writeKey: string, batch: object[]): Promise<void> {
  const answer = await fetch(`${address}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ writeKey, batch }),
  })
  if (!answer.ok) throw new Error(`The demo data was not accepted: ${await answer.text()}`)
}

function customersOf(orders: Order[], shift: number): object[] {
  const first = new Map<string, Order>()
  for (const order of orders) if (!first.has(order[1])) first.set(order[1], order)
  const customers = [...first.values()].map(([, id, at, country]) => ({ id, country, at: utc(at) + shift }))
  return [
    ...customers.map(({ id, country, at }) => ({
      type: 'identify',
      messageId: `demo-customer-${id}`,
      userId: id,
      traits: { name: `Customer ${id}`, country },
      timestamp: new Date(at).toISOString(),
    })),
    ...clubMembers(customers),
  ]
}

function orderEvent(
  [invoice, customer, at, country, lines, items, value, products]: Order,
  shift: number,
): object {
  return {
    type: 'track',
    event: invoice.startsWith('C') ? 'Order Returned' : 'Order Completed',
    messageId: `demo-order-${invoice}`,
    userId: customer,
    properties: {
      order_id: invoice,
      value,
      currency: 'GBP',
      country,
      items,
      lines,
      products: products.map(([sku, name, quantity, price]) => ({ sku, name, quantity, price })),
    },
    timestamp: new Date(utc(at) + shift).toISOString(),
  }
}

function utc(at: string): number {
  return Date.parse(`${at.replace(' ', 'T')}Z`)
}
