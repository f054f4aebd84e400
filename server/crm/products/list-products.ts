import { sql } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../../model/page.ts'
import type { PricedProduct, productsQuery } from '../../../model/product.ts'
import { visibleTo } from '../../access/index.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { everyWord } from '../every-word.ts'
import { productColumns, productJoins, showProduct, type ProductRow } from './find-product.ts'

type Row = ProductRow & Pick<PricedProduct, 'unit_price' | 'currency'> & { sort_key: string }

const position = z.tuple([z.string().max(400), z.uuid()])

/** Products by name, each with its price in the book that is asked for. */
export async function listProducts(
  db: Queryable,
  caller: Actor,
  { search = '', active, category, price_book, limit, cursor }: z.output<typeof productsQuery>,
): Promise<Page<PricedProduct>> {
  const name = sql`lower(left(r.name, 80))`
  const [after, afterId] = cursor ? decodeCursor(cursor, position) : []
  const place = afterId === undefined ? sql`true` : sql`(${name}, r.id) > (${after}, ${afterId}::uuid)`
  const { rows } = await sql<Row>`
    select ${productColumns}, b.unit_price::float8 as unit_price, b.currency, ${name} as sort_key
    from records r ${productJoins}
    left join lateral (
      select x.unit_price, k.currency from product_prices x join price_books k on k.id = x.book_id
      where x.product_id = r.id and x.book_id = ${price_book ?? null}::uuid) b on true
    where r.object = 'product' and r.deleted_at is null and ${visibleTo(caller, 'product', 'view', sql`r`)}
      and ${everyWord(search, (pattern) => sql`lower(concat_ws(' ', r.name, p.sku)) like ${pattern}`)}
      and ${active === undefined ? sql`true` : sql`p.active = ${active === 'true'}`}
      and ${category === undefined ? sql`true` : sql`lower(p.category) = lower(${category})`}
      and ${place}
    order by ${name}, r.id limit ${limit + 1}`.execute(db)
  const { data, next } = pageFrom(rows, limit, ({ sort_key, id }) => [sort_key, id])
  return { data: data.map(({ sort_key: _, ...row }) => showProduct(caller, row)), next }
}
