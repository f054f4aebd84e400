import { sql, type RawBuilder } from 'kysely'
import type { PriceBook } from '../../../../model/product.ts'
import { fail } from '../../../platform/errors.ts'
import type { Queryable } from '../../../platform/relational/index.ts'

/** Whether row `b` of the books holds on the day of now, in UTC. */
export const holdsToday = sql<boolean>`(b.archived_at is null
  and coalesce(b.valid_from, '-infinity') <= (now() at time zone 'UTC')::date
  and coalesce(b.valid_until, 'infinity') >= (now() at time zone 'UTC')::date)`

/** All books, archived ones last; there are few. */
export function listPriceBooks(db: Queryable): Promise<PriceBook[]> {
  return selectBooks(db, sql`true`)
}

/** The book with this id. Throws `not_found`. */
export async function findPriceBook(db: Queryable, id: string): Promise<PriceBook> {
  const [book] = await selectBooks(db, sql`b.id = ${id}::uuid`)
  if (!book) throw fail('not_found', 'There is no price book with this id.')
  return book
}

/** A book whose prices may be changed. Throws `not_found`, and `conflict` for an archived one. */
export async function requireOpenBook(db: Queryable, id: string): Promise<PriceBook> {
  const book = await findPriceBook(db, id)
  if (book.archived_at !== null)
    throw fail('conflict', `The price book ${book.name} is archived. Restore it first.`)
  return book
}

async function selectBooks(db: Queryable, where: RawBuilder<unknown>): Promise<PriceBook[]> {
  const { rows } = await sql<Omit<PriceBook, 'archived_at'> & { archived_at: Date | null }>`
    select b.id, b.name, b.currency, b.is_default, b.version, b.archived_at, ${holdsToday} as holds,
      to_char(b.valid_from, 'YYYY-MM-DD') as valid_from, to_char(b.valid_until, 'YYYY-MM-DD') as valid_until,
      (select count(*) from product_prices x join records r on r.id = x.product_id
        where x.book_id = b.id and r.deleted_at is null)::int as prices
    from price_books b where ${where}
    order by b.archived_at is not null, b.currency, not b.is_default, lower(b.name)`.execute(db)
  return rows.map((row) => ({ ...row, archived_at: row.archived_at?.toISOString() ?? null }))
}
