import { sql } from 'kysely'
import type { z } from 'zod'
import type { PriceBook, priceBookChange, priceBookInput } from '../../../model/product.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'

export type PriceToSet = { price_book_id: string; product_id: string; amount: number | null }

/** Price books, the default one first, with how many products each has a price of. */
export async function listPriceBooks(db: Queryable): Promise<PriceBook[]> {
  const { rows } = await sql<PriceBook>`
    select b.id, b.name, b.currency, b.is_default, b.active,
      (select count(*)::int from prices r where r.price_book_id = b.id) as products
    from price_books b order by b.is_default desc, b.active desc, lower(b.name), b.id limit 200`.execute(db)
  return rows
}

/** The first book is the default. Throws `validation_failed` when there is one of this name. */
export async function createPriceBook(
  { db, clock }: Platform,
  actor: Actor,
  { name, currency }: z.output<typeof priceBookInput>,
): Promise<PriceBook> {
  return db.transaction().execute(async (trx) => {
    await sql`lock table price_books in share row exclusive mode`.execute(trx)
    const { rows } = await sql<{ id: string }>`
      insert into price_books (name, currency, is_default, created_at)
      values (${name}, ${currency}, not exists (select from price_books where is_default), ${new Date(clock.now())})
      on conflict do nothing returning id`.execute(trx)
    if (!rows[0]) throw invalidField('name', 'There is a price book of this name already.')
    await audit(trx, actor, {
      action: 'price_book.created',
      subject: { type: 'price_book', id: rows[0].id, name },
      details: { after: { name, currency } },
    })
    return findPriceBook(trx, rows[0].id)
  })
}

/** Renames a book, archives it, or makes it the default. Throws `not_found`, and `conflict` for archiving the default. */
export async function changePriceBook(
  { db }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: z.output<typeof priceBookChange> },
): Promise<PriceBook> {
  return db.transaction().execute(async (trx) => {
    await sql`lock table price_books in share row exclusive mode`.execute(trx)
    const before = await findPriceBook(trx, id)
    const after = {
      name: change.name ?? before.name,
      active: change.active ?? before.active,
      is_default: change.is_default ?? before.is_default,
    }
    if (after.is_default && !after.active)
      throw fail('conflict', 'The default price book cannot be archived. Make another one the default first.')
    if (change.is_default) await sql`update price_books set is_default = false`.execute(trx)
    const { rows } = await sql`
      update price_books b set name = ${after.name}, active = ${after.active}, is_default = ${after.is_default}
      where id = ${id}::uuid and not exists (
        select from price_books o where lower(o.name) = ${after.name.toLowerCase()} and o.id <> b.id)
      returning id`.execute(trx)
    if (rows.length === 0) throw invalidField('name', 'There is a price book of this name already.')
    await audit(trx, actor, {
      action: 'price_book.changed',
      subject: { type: 'price_book', id, name: after.name },
      details: { before, after },
    })
    return findPriceBook(trx, id)
  })
}

async function findPriceBook(db: Queryable, id: string): Promise<PriceBook> {
  const found = (await listPriceBooks(db)).find((one) => one.id === id)
  if (!found) throw fail('not_found', 'There is no price book with this id.')
  return found
}

/** Sets many prices of a book. Throws `not_found` for the book, `validation_failed` for an unknown product. */
export async function changePrices(
  { db }: Platform,
  actor: Actor,
  { id, prices }: { id: string; prices: Omit<PriceToSet, 'price_book_id'>[] },
): Promise<PriceBook> {
  return db.transaction().execute(async (trx) => {
    const { name } = await findPriceBook(trx, id)
    await setPrices(
      trx,
      prices.map((one) => ({ ...one, price_book_id: id })),
    )
    await audit(trx, actor, {
      action: 'price_book.prices_changed',
      subject: { type: 'price_book', id, name },
      details: { prices: prices.length },
    })
    return findPriceBook(trx, id)
  })
}

/** Writes prices; null takes one away. Throws `validation_failed` for a book or a product that there is not. */
export async function setPrices(trx: Trx, prices: PriceToSet[]): Promise<void> {
  if (prices.length === 0) return
  await requireKnown(trx, prices)
  await sql`
    with n as materialized (
      select distinct on (price_book_id, product_id) * from jsonb_to_recordset(${JSON.stringify(prices)}::jsonb)
        as r (price_book_id uuid, product_id uuid, amount numeric)
    ), gone as (
      delete from prices p using n
      where n.amount is null and p.price_book_id = n.price_book_id and p.product_id = n.product_id
    )
    insert into prices (price_book_id, product_id, amount)
    select price_book_id, product_id, amount from n where amount is not null
    on conflict (price_book_id, product_id) do update set amount = excluded.amount`.execute(trx)
}

async function requireKnown(trx: Trx, prices: PriceToSet[]): Promise<void> {
  const unknown = async (table: 'products' | 'price_books', ids: string[]) => {
    const { rows } = await sql<{ id: string }>`
      select n.id from unnest(${[...new Set(ids)]}::uuid[]) as n (id)
      where not exists (select from ${sql.table(table)} t where t.id = n.id) limit 1`.execute(trx)
    return rows[0]?.id
  }
  const product = await unknown(
    'products',
    prices.map(({ product_id }) => product_id),
  )
  if (product) throw invalidField('prices', `There is no product with the id ${product}.`)
  const book = await unknown(
    'price_books',
    prices.map(({ price_book_id }) => price_book_id),
  )
  if (book) throw invalidField('prices', `There is no price book with the id ${book}.`)
}
