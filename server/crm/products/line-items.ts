import { sql } from 'kysely'
import type { z } from 'zod'
import type { LineItem, LineItems, lineItemsInput } from '../../../model/product.ts'
import { audit, requireReadable, requireWritable } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { recordEvent } from '../../platform/outbox/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { changeDealIn } from '../deals/change-deal.ts'
import { lockDeal } from '../deals/find-deal.ts'
import { requireDeal } from '../deals/require-deal.ts'
import { invalidField } from '../invalid-field.ts'

type Input = z.output<typeof lineItemsInput>
type Priced = Omit<LineItem, 'id' | 'net'>

/** What is offered in a deal, with what it comes to. Throws `not_found`, and `forbidden` for who does not see amounts. */
export async function findLineItems(db: Queryable, actor: Actor, dealId: string): Promise<LineItems> {
  await requireDeal(db, actor, { id: dealId, action: 'view' })
  requireReadable(actor, 'deals', ['amount'])
  return readLineItems(db, dealId)
}

async function readLineItems(db: Queryable, dealId: string): Promise<LineItems> {
  const { rows } = await sql<Pick<LineItems, 'currency' | 'follows' | 'version'> & { items: LineItem[] }>`
    select d.currency, d.amount_from_items as follows, d.version, (
      select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'product_id', l.product_id, 'name', l.name,
        'quantity', l.quantity, 'unit_price', l.unit_price, 'discount_percent', l.discount_percent,
        'tax_percent', l.tax_percent, 'billing', l.billing, 'net', l.net) order by l.position), '[]')
      from line_items l where l.deal_id = d.id
    ) as items
    from deals d where d.id = ${dealId}::uuid and d.deleted_at is null`.execute(db)
  const [found] = rows
  if (!found) throw fail('not_found', 'There is no deal with this id.')
  return { ...found, ...totalsOf(found.items) }
}

/** In whole cents, so that sums of many lines stay exact. Tax is rounded by line, half a cent up. */
function totalsOf(items: LineItem[]) {
  const cents = (amount: number) => Math.round(amount * 100)
  const sum = (some: LineItem[], of: (item: LineItem) => number) =>
    some.reduce((total, item) => total + of(item), 0) / 100
  const net = ({ net: amount }: LineItem) => cents(amount)
  return {
    net: sum(items, net),
    tax: sum(items, (item) => Math.round((net(item) * item.tax_percent) / 100)),
    monthly: sum(
      items.filter(({ billing }) => billing === 'month'),
      net,
    ),
    yearly: sum(
      items.filter(({ billing }) => billing === 'year'),
      net,
    ),
  }
}

/**
 * Says what is offered in a deal, in this order, in place of what was. If the amount of the deal follows, it changes with it, as if somebody
 * had typed it. Throws `conflict` when somebody changed the deal meanwhile, `validation_failed` for a product that there is not or that has no
 * price in the deal's currency.
 */
export async function changeLineItems(
  { db, clock }: Platform,
  actor: Actor,
  { dealId, input }: { dealId: string; input: Input },
): Promise<LineItems> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    await requireDeal(trx, actor, { id: dealId, action: 'edit' })
    requireWritable(actor, 'deals', ['amount'])
    const { deal, personRef } = await lockDeal(trx, dealId)
    if (input.version !== undefined && input.version !== deal.version)
      throw fail('conflict', 'Somebody else changed this deal in the meantime. Reload it and try again.')
    const before = await readLineItems(trx, dealId)
    await storeItems(trx, dealId, await pricedItems(trx, input, deal.currency))
    const follows = input.follows ?? before.follows
    await sql`update deals set amount_from_items = ${follows} where id = ${dealId}::uuid`.execute(trx)
    const after = await readLineItems(trx, dealId)
    if (follows && after.net !== deal.amount)
      await changeDealIn(trx, actor, { id: dealId, change: { amount: after.net }, at, byItems: true })
    else
      await sql`update deals set version = version + 1, updated_at = ${at} where id = ${dealId}::uuid`.execute(
        trx,
      )
    await audit(trx, actor, {
      action: 'deal.items_changed',
      subject: { type: 'deal', id: dealId, name: deal.name },
      details: { before: before.items, after: after.items },
    })
    await recordEvent(trx, {
      type: 'track',
      event: 'Deal Products Changed',
      personRef,
      companyRef: deal.company?.id ?? null,
      properties: { deal_id: dealId, deal_name: deal.name, products: after.items.length, net: after.net },
      at,
    })
    return readLineItems(trx, dealId)
  })
}

type Known = { id: string; name: string; price: number | null }

/** Every item with a name and a price: its own, else those of its product in the first book of the currency, the default one first. */
async function pricedItems(trx: Trx, { items }: Input, currency: string): Promise<Priced[]> {
  const ids = items.flatMap(({ product_id }) => product_id ?? [])
  const { rows } = await sql<Known>`
    select p.id, p.name, (
      select r.amount::float8 from prices r join price_books b on b.id = r.price_book_id
      where r.product_id = p.id and b.currency = ${currency} and b.active
      order by b.is_default desc, b.created_at limit 1
    ) as price
    from products p where p.id = any(${ids}::uuid[])`.execute(trx)
  const products = new Map(rows.map((row) => [row.id, row]))
  return items.map(({ product_id = null, name, unit_price, ...rest }, place) => {
    const product = product_id ? products.get(product_id) : undefined
    if (product_id && !product)
      throw invalidField(`items.${place}.product_id`, 'There is no product with this id.')
    const called = name ?? product?.name
    if (!called) throw invalidField(`items.${place}.name`, 'Name what is offered, or choose a product.')
    const price = unit_price ?? product?.price ?? null
    if (price === null)
      throw invalidField(
        `items.${place}.unit_price`,
        `${called} has no price in ${currency}. Give one, or add it to a price book.`,
      )
    return { ...rest, product_id, name: called, unit_price: price }
  })
}

async function storeItems(trx: Trx, dealId: string, items: Priced[]): Promise<void> {
  await sql`delete from line_items where deal_id = ${dealId}::uuid`.execute(trx)
  await sql`
    insert into line_items (deal_id, position, product_id, name, quantity, unit_price, discount_percent, tax_percent, billing)
    select ${dealId}::uuid, n.place, (n.item ->> 'product_id')::uuid, n.item ->> 'name', (n.item ->> 'quantity')::numeric,
      (n.item ->> 'unit_price')::numeric, (n.item ->> 'discount_percent')::numeric, (n.item ->> 'tax_percent')::numeric,
      n.item ->> 'billing'
    from jsonb_array_elements(${JSON.stringify(items)}::jsonb) with ordinality as n (item, place)`.execute(
    trx,
  )
}
