import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../../model/page.ts'
import type {
  Product,
  productChange,
  productInput,
  productsQuery,
  ProductWithPrices,
} from '../../../model/product.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'
import { setPrices } from './prices.ts'

type Row = Omit<Product, 'created_at' | 'updated_at'> & { created_at: Date; updated_at: Date }
type Query = z.output<typeof productsQuery> & { limit: number; cursor?: string | undefined }

const place = z.tuple([z.string(), z.uuid()])

/** Products by name, each with its price in the book asked about, else in the default one. */
export async function listProducts(db: Queryable, query: Query): Promise<Page<Product>> {
  const { search, archived, price_book, limit, cursor } = query
  const after = cursor ? decodeCursor(cursor, place) : null
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const found = words.map(
    (word) => sql`lower(p.name || ' ' || p.code || ' ' || p.category) like ${`%${escaped(word)}%`}`,
  )
  const conditions = [
    sql`p.active = ${!archived}`,
    ...found,
    ...(after ? [sql`(lower(left(p.name, 80)), p.id) > (${after[0]}, ${after[1]}::uuid)`] : []),
  ]
  const rows = await selectProducts(db, {
    where: sql.join(conditions, sql` and `),
    book: price_book ?? null,
    end: sql`order by lower(left(p.name, 80)), p.id limit ${limit + 1}`,
  })
  return pageFrom(rows, limit, ({ name, id }) => [name.slice(0, 80).toLowerCase(), id])
}

const escaped = (word: string) => word.replaceAll(/[\\%_]/g, '\\$&')

/** A product with all its prices. Throws `not_found`. */
export async function findProduct(db: Queryable, id: string): Promise<ProductWithPrices> {
  const [found] = await selectProducts(db, { where: sql`p.id = ${id}::uuid`, book: null, end: sql`` })
  if (!found) throw fail('not_found', 'There is no product with this id.')
  const { rows } = await sql<ProductWithPrices['prices'][number]>`
    select r.price_book_id, r.amount::float8 as amount from prices r join price_books b on b.id = r.price_book_id
    where r.product_id = ${id}::uuid order by b.is_default desc, lower(b.name)`.execute(db)
  return { ...found, prices: rows }
}

type Selection = { where: RawBuilder<unknown>; book: string | null; end: RawBuilder<unknown> }

async function selectProducts(db: Queryable, { where, book, end }: Selection): Promise<Product[]> {
  const { rows } = await sql<Row>`
    select p.id, p.name, p.code, p.description, p.category, p.unit, p.active, p.created_at, p.updated_at,
      r.amount::float8 as price, b.currency
    from products p
    left join price_books b on ${book === null ? sql`b.is_default` : sql`b.id = ${book}::uuid`}
    left join prices r on r.price_book_id = b.id and r.product_id = p.id
    where ${where} ${end}`.execute(db)
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }))
}

/** Throws `validation_failed` when another product has the code. */
export async function createProduct(
  { db, clock }: Platform,
  actor: Actor,
  { prices = [], ...input }: z.output<typeof productInput>,
): Promise<ProductWithPrices> {
  const at = new Date(clock.now())
  const { name, code = '', description = '', category = '', unit = '' } = input
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      insert into products (name, code, description, category, unit, created_at, updated_at)
      values (${name}, ${code}, ${description}, ${category}, ${unit}, ${at}, ${at})
      on conflict do nothing returning id`.execute(trx)
    const id = rows[0]?.id
    if (!id) throw codeTaken()
    await setPrices(trx, pricesOf(id, prices))
    await tell(trx, actor, { action: 'product.created', id, name, details: { after: input } })
    return findProduct(trx, id)
  })
}

/** Changes a product; archived ones are offered no more, and stay in the deals that they are in. */
export async function changeProduct(
  { db, clock }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: z.output<typeof productChange> },
): Promise<ProductWithPrices> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    await sql`select from products where id = ${id}::uuid for update`.execute(trx)
    const before = await findProduct(trx, id)
    const { prices = [], ...fields } = change
    const after = { ...before, ...withoutUndefined(fields) }
    if (await isTaken(trx, after)) throw codeTaken()
    await sql`
      update products set name = ${after.name}, code = ${after.code}, description = ${after.description},
        category = ${after.category}, unit = ${after.unit}, active = ${after.active}, updated_at = ${at}
      where id = ${id}::uuid`.execute(trx)
    await setPrices(trx, pricesOf(id, prices))
    const found = await findProduct(trx, id)
    await tell(trx, actor, {
      action: 'product.changed',
      id,
      name: found.name,
      details: { before, after: found },
    })
    return found
  })
}

const codeTaken = () => invalidField('code', 'Another product has this code.')

async function isTaken(trx: Trx, { id, code }: { id: string; code: string }): Promise<boolean> {
  const { rows } = await sql`
    select from products where code <> '' and lower(code) = ${code.toLowerCase()} and id <> ${id}::uuid`.execute(
    trx,
  )
  return rows.length > 0
}

function pricesOf(productId: string, prices: { price_book_id: string; amount: number | null }[]) {
  return prices.map(({ price_book_id, amount }) => ({ price_book_id, product_id: productId, amount }))
}

function withoutUndefined<T extends object>(values: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> }
}

type Told = { action: string; id: string; name: string; details: object }

async function tell(trx: Trx, actor: Actor, { action, id, name, details }: Told): Promise<void> {
  await audit(trx, actor, { action, subject: { type: 'product', id, name }, details })
}
