import { sql } from 'kysely'
import type { z } from 'zod'
import type { pricesInput, ProductPrice } from '../../../../model/product.ts'
import { audit, visibleTo } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import { publish } from '../../../platform/outbox/index.ts'
import type { Queryable, Trx } from '../../../platform/relational/index.ts'
import { invalidField } from '../../invalid-field.ts'
import { holdsToday, requireOpenBook } from './find-price-books.ts'

type Price = z.output<typeof pricesInput>['prices'][number]
type Setting = { bookId: string; prices: Price[]; at: Date }

/** Sets prices of a book, and takes out those that are null; all or none. Throws `not_found`, `validation_failed`. */
export async function setPrices(
  { db, clock }: Platform,
  actor: Actor,
  { bookId, prices }: Omit<Setting, 'at'>,
): Promise<void> {
  const at = new Date(clock.now())
  await db.transaction().execute((trx) => setPricesIn(trx, actor, { bookId, prices, at }))
}

/** The same within a transaction; gives how many prices are another now. */
export async function setPricesIn(trx: Trx, actor: Actor, { bookId, prices, at }: Setting): Promise<number> {
  if (!actor.permissions.has('price_books:write')) throw fail('forbidden')
  const book = await requireOpenBook(trx, bookId)
  const before = await lockPrices(trx, actor, { bookId, prices })
  const changed = prices.filter(
    ({ product_id, unit_price }) => before.get(product_id)?.unit_price !== unit_price,
  )
  if (changed.length === 0) return 0
  await sql`
    with given as (
      select product_id, unit_price from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
        as n (product_id uuid, unit_price numeric)
    ), gone as (
      delete from product_prices x using given g
      where x.book_id = ${bookId}::uuid and x.product_id = g.product_id and g.unit_price is null
    )
    insert into product_prices (book_id, product_id, unit_price)
    select ${bookId}::uuid, product_id, unit_price from given where unit_price is not null
    on conflict (book_id, product_id) do update set unit_price = excluded.unit_price`.execute(trx)
  await audit(trx, actor, {
    action: 'price_book.prices_set',
    subject: { type: 'price_book', id: bookId, name: book.name },
    details: {
      prices: changed.map(({ product_id, unit_price }) => ({
        product: before.get(product_id)?.name,
        before: before.get(product_id)?.unit_price ?? null,
        after: unit_price,
      })),
    },
  })
  const payload = { id: bookId, products: changed.map((one) => one.product_id), at: at.toISOString() }
  await publish(trx, [{ type: 'price_book.prices_set', payload }])
  return changed.length
}

/** What a product costs in each book that is not archived. */
export async function pricesOf(db: Queryable, productId: string): Promise<ProductPrice[]> {
  const { rows } = await sql<ProductPrice>`
    select jsonb_build_object('id', b.id, 'name', b.name, 'currency', b.currency, 'holds', ${holdsToday}) as book,
      x.unit_price::float8 as unit_price
    from price_books b left join product_prices x on x.book_id = b.id and x.product_id = ${productId}::uuid
    where b.archived_at is null order by b.currency, not b.is_default, lower(b.name)`.execute(db)
  return rows
}

type Known = { name: string; unit_price: number | null }

/** The products as they are priced now; nobody else prices them meanwhile. Throws for one that the caller does not see. */
async function lockPrices(
  trx: Trx,
  actor: Actor,
  { bookId, prices }: Omit<Setting, 'at'>,
): Promise<Map<string, Known>> {
  const ids = prices.map((one) => one.product_id)
  if (new Set(ids).size < ids.length) throw invalidField('prices', 'A product is named twice.')
  await sql`select from price_books where id = ${bookId}::uuid for update`.execute(trx)
  const { rows } = await sql<Known & { id: string }>`
    select r.id, r.name, x.unit_price::float8 as unit_price
    from records r left join product_prices x on x.product_id = r.id and x.book_id = ${bookId}::uuid
    where r.id = any(${ids}::uuid[]) and r.object = 'product' and r.deleted_at is null
      and ${visibleTo(actor, 'product', 'view', sql`r`)}`.execute(trx)
  const known = new Map(rows.map(({ id, ...one }) => [id, { ...one }]))
  const missing = ids.findIndex((id) => !known.has(id))
  if (missing !== -1) throw invalidField(`prices.${missing}.product_id`, 'There is no product with this id.')
  return known
}
