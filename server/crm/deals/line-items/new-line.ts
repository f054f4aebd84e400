import { sql } from 'kysely'
import type { z } from 'zod'
import type { LineItem, lineItemChange, lineItemInput } from '../../../../model/line-item.ts'
import { visibleTo } from '../../../access/index.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { invalidField } from '../../invalid-field.ts'
import { holdsToday } from '../../products/price-books/find-price-books.ts'

type Input = z.output<typeof lineItemInput>

/** What of a line is entered, and not computed. */
export type Line = Omit<LineItem, 'id' | 'product' | 'period_net' | 'net' | 'tax' | 'total' | 'version'> & {
  product_id: string | null
}
type Given = Omit<z.output<typeof lineItemChange>, 'after_item_id' | 'version'>

/** Nothing that a deal keeps is larger. */
const LARGEST_NET = 1e12

type Asked = { currency: string; at: string }

/**
 * A new line: of a product with its name, unit and price, unless they are given. `at` is where in the request it stands.
 * Throws `validation_failed` for an unknown product, one that is not active, and one that has no price in this currency.
 */
export async function newLine(
  db: Queryable,
  caller: Actor,
  { input, currency, at }: Asked & { input: Input },
): Promise<Line> {
  const { product_id: productId = null, price_book_id: bookId, ...given } = input
  if (productId === null) {
    if (given.unit_price === undefined)
      throw invalidField(`${at}unit_price`, 'A line in words of its own needs a price.')
    return checked(withValues(blank, given), at)
  }
  const product = await findOffered(db, caller, { productId, bookId, currency })
  if (!product) throw invalidField(`${at}product_id`, 'There is no product with this id.')
  if (!product.active)
    throw invalidField(`${at}product_id`, `${product.name} is not active, so it is not sold any more.`)
  const price = given.unit_price ?? product.unit_price
  if (price === null)
    throw invalidField(
      `${at}unit_price`,
      `${product.name} has no price in ${currency} that holds today. Enter one, or give it one in a price book.`,
    )
  const { name, unit, sku } = product
  return checked(
    withValues({ ...blank, name, unit, sku, product_id: productId, unit_price: price }, given),
    at,
  )
}

/** Throws `validation_failed` for a line that comes to less than nothing, to too much, or is billed once and again. */
export function checked(line: Line, at = ''): Line {
  const { quantity, unit_price, discount_kind, discount, billing, periods } = line
  const gross = quantity * unit_price
  if (discount_kind === 'percent' && discount > 100)
    throw invalidField(`${at}discount`, 'A discount is at most 100%.')
  if (discount_kind === 'amount' && discount > gross)
    throw invalidField(`${at}discount`, 'The discount is larger than the price of the line.')
  if (billing === 'once' && periods !== 1)
    throw invalidField(`${at}periods`, 'What is billed once has one period.')
  if (gross * periods > LARGEST_NET)
    throw invalidField(`${at}quantity`, 'Quantity, price and periods make more than a deal can be worth.')
  return line
}

/** A line with these values in place of its own. */
export function withValues(line: Line, given: Given): Line {
  return {
    ...line,
    name: given.name ?? line.name,
    description: given.description ?? line.description,
    unit: given.unit ?? line.unit,
    quantity: given.quantity ?? line.quantity,
    unit_price: given.unit_price ?? line.unit_price,
    discount_kind: given.discount_kind ?? line.discount_kind,
    discount: given.discount ?? line.discount,
    tax_rate: given.tax_rate ?? line.tax_rate,
    billing: given.billing ?? line.billing,
    // What is billed once has one period, without saying so.
    periods: given.periods ?? (given.billing === 'once' ? 1 : line.periods),
  }
}

const blank: Line = {
  product_id: null,
  name: '',
  sku: '',
  description: '',
  unit: '',
  quantity: 1,
  unit_price: 0,
  discount_kind: 'percent',
  discount: 0,
  tax_rate: 0,
  billing: 'once',
  periods: 1,
}

type Offered = { name: string; sku: string; unit: string; active: boolean; unit_price: number | null }

async function findOffered(
  db: Queryable,
  caller: Actor,
  { productId, bookId, currency }: { productId: string; bookId: string | undefined; currency: string },
): Promise<Offered | null> {
  const book = bookId === undefined ? sql`b.is_default` : sql`b.id = ${bookId}::uuid`
  const { rows } = await sql<Offered>`
    select r.name, coalesce(p.sku, '') as sku, p.unit, p.active, (
      select x.unit_price::float8 from product_prices x join price_books b on b.id = x.book_id
      where x.product_id = p.id and b.currency = ${currency} and ${book} and ${holdsToday}) as unit_price
    from products p join records r on r.id = p.id
    where p.id = ${productId}::uuid and r.deleted_at is null and ${visibleTo(caller, 'product', 'view', sql`r`)}`.execute(
    db,
  )
  return rows[0] ?? null
}
