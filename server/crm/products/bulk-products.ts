import { sql } from 'kysely'
import type { z } from 'zod'
import type { BulkOutcome, productsInBulk } from '../../../model/product.ts'
import { audit } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'
import { setPrices } from './prices.ts'

type Input = z.output<typeof productsInBulk>
type Written = { id: string; code: string; is_new: boolean }

/**
 * Makes products and changes those that are there by their code, up to 10,000 at once; sending the same again changes nothing. What is left out
 * stays as it is. Prices go into the book named, else into the default one. Throws `validation_failed`.
 */
export async function writeProducts(
  { db, clock }: Platform,
  actor: Actor,
  { price_book_id, products }: Input,
): Promise<BulkOutcome> {
  refuseRepeated(products)
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    const written = await upsert(trx, products, at)
    const priced = products.filter(({ price }) => price !== undefined)
    if (priced.length > 0) await writePrices(trx, { products: priced, bookId: price_book_id })
    const created = written.filter((one) => one.is_new).length
    const outcome = {
      created,
      updated: written.length - created,
      unchanged: products.length - written.length,
    }
    const subject = { type: 'product', id: null, name: null }
    await audit(trx, actor, { action: 'product.bulk_changed', subject, details: outcome })
    return outcome
  })
}

function refuseRepeated(products: Input['products']): void {
  const seen = new Set<string>()
  for (const [place, { code }] of products.entries()) {
    const key = code.toLowerCase()
    if (seen.has(key)) throw invalidField(`products.${place}.code`, `The code ${code} is there twice.`)
    seen.add(key)
  }
}

async function upsert(trx: Trx, products: Input['products'], at: Date): Promise<Written[]> {
  const { rows } = await sql<Written>`
    insert into products as p (name, code, description, category, unit, created_at, updated_at)
    select n.name, n.code, coalesce(n.description, k.description, ''), coalesce(n.category, k.category, ''),
      coalesce(n.unit, k.unit, ''), ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(products)}::jsonb)
      as n (name text, code text, description text, category text, unit text)
    left join products k on lower(k.code) = lower(n.code) and k.code <> ''
    on conflict (lower(code)) where code <> '' do update set
      name = excluded.name, code = excluded.code, description = excluded.description, category = excluded.category,
      unit = excluded.unit, updated_at = excluded.updated_at
    where (p.name, p.code, p.description, p.category, p.unit)
      is distinct from (excluded.name, excluded.code, excluded.description, excluded.category, excluded.unit)
    returning id, code, p.xmax = 0 as is_new`.execute(trx)
  return rows
}

type Priced = { products: Input['products']; bookId: string | undefined }

async function writePrices(trx: Trx, { products, bookId }: Priced): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from price_books where ${bookId ? sql`id = ${bookId}::uuid` : sql`is_default`}`.execute(trx)
  const book = rows[0]
  if (!book) throw invalidField('price_book_id', 'There is no price book to put prices into. Make one first.')
  const { rows: ids } = await sql<{ id: string; code: string }>`
    select id, lower(code) as code from products where lower(code) = any(${products.map(({ code }) => code.toLowerCase())}::text[])`.execute(
    trx,
  )
  const idOf = new Map(ids.map(({ id, code }) => [code, id]))
  await setPrices(
    trx,
    products.flatMap(({ code, price = null }) => {
      const id = idOf.get(code.toLowerCase())
      return id ? [{ price_book_id: book.id, product_id: id, amount: price }] : []
    }),
  )
}
