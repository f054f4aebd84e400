import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

// Makes the compact files in demo/ from the original data sets: `npx tsx scripts/make-demo-data.ts FOLDER`, where FOLDER
// holds online-retail/online_retail.csv.gz and crm-sales/*.csv. Only needed when their form changes.

const PRODUCTS_PER_ORDER = 5

type Order = {
  customer: string
  at: string
  country: string
  lines: number
  items: number
  pence: number
  products: Line[]
}
type Line = { sku: string; name: string; quantity: number; price: number }

const source = process.argv[2] ?? ''
const target = 'demo'
mkdirSync(target, { recursive: true })

const retail = readCsv(
  gunzipSync(readFileSync(join(source, 'online-retail/online_retail.csv.gz'))).toString('latin1'),
)
writeFileSync(join(target, 'orders.jsonl.gz'), gzipSync(compactOrders(retail), { level: 9 }))
for (const name of ['accounts', 'sales_pipeline', 'sales_teams']) {
  writeFileSync(
    join(target, `${name}.csv.gz`),
    gzipSync(readFileSync(join(source, `crm-sales/${name}.csv`)), { level: 9 }),
  )
}

/** One line an invoice of a known customer: its totals and its most valuable products. */
function compactOrders(rows: Record<string, string>[]): string {
  const orders = new Map<string, Order>()
  for (const row of rows) {
    const customer = (row['CustomerID'] ?? '').replace(/\.0$/, '')
    const invoice = row['InvoiceNo'] ?? ''
    if (!customer || !invoice) continue
    const quantity = Number(row['Quantity'])
    const price = Number(row['UnitPrice'])
    const order = orders.get(invoice) ?? {
      customer,
      at: row['InvoiceDate'] ?? '',
      country: row['Country'] ?? '',
      lines: 0,
      items: 0,
      pence: 0,
      products: [],
    }
    order.lines += 1
    order.items += quantity
    order.pence += Math.round(quantity * price * 100)
    order.products.push({
      sku: row['StockCode'] ?? '',
      name: (row['Description'] ?? '').trim(),
      quantity,
      price,
    })
    orders.set(invoice, order)
  }
  return [...orders].map(([invoice, order]) => JSON.stringify(compact(invoice, order))).join('\n')
}

function compact(invoice: string, order: Order) {
  const worth = ({ quantity, price }: Line) => Math.abs(quantity * price)
  const products = order.products.toSorted((a, b) => worth(b) - worth(a)).slice(0, PRODUCTS_PER_ORDER)
  const lines = products.map(({ sku, name, quantity, price }) => [sku, name, quantity, price])
  return [
    invoice,
    order.customer,
    order.at,
    order.country,
    order.lines,
    order.items,
    order.pence / 100,
    lines,
  ]
}

function readCsv(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.split(/\r?\n/).filter(Boolean)
  const names = splitLine(head)
  return lines.map((line) =>
    Object.fromEntries(splitLine(line).map((value, index) => [names[index] ?? '', value])),
  )
}

function splitLine(line: string): string[] {
  if (!line.includes('"')) return line.split(',')
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}
