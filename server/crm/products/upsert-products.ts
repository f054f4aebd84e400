import { sql } from 'kysely'
import type { z } from 'zod'
import { productInput, type productUpserts, type ProductUpsertsAnswer } from '../../../model/product.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'
import { orTakenBack } from '../savepoint.ts'
import { changeProductIn } from './change-product.ts'
import { createProductIn } from './create-product.ts'
import { requireOpenBook } from './price-books/find-price-books.ts'
import { setPricesIn } from './price-books/prices.ts'

type Input = z.output<typeof productUpserts>
type One = Input['products'][number]
type Outcome = ProductUpsertsAnswer['outcomes'][number]
type Done = Pick<Outcome, 'id' | 'outcome'>

/**
 * Makes or changes products by their SKU, each by itself: one that is refused holds up no other. With `dry_run` nothing
 * stays of it. Throws `forbidden`, and `not_found` for an unknown book.
 */
export async function upsertProducts(
  { db, clock }: Platform,
  actor: Actor,
  { products, price_book_id: bookId, dry_run }: Input,
): Promise<ProductUpsertsAnswer> {
  const at = new Date(clock.now())
  const outcomes: Outcome[] = []
  const work = async (trx: Trx) => {
    if (bookId !== undefined) await requireOpenBook(trx, bookId)
    for (const one of products) {
      const done = await orTakenBack(trx, () => upsertOne(trx, actor, { one, bookId, at }))
      outcomes.push(
        typeof done === 'string'
          ? { sku: one.sku, outcome: 'refused', id: null, problem: done }
          : {
              sku: one.sku,
              ...done,
              id: dry_run && done.outcome === 'created' ? null : done.id,
              problem: null,
            },
      )
    }
  }
  if (!dry_run) await db.transaction().execute(work)
  else {
    const trx = await db.startTransaction().execute()
    try {
      await work(trx)
    } finally {
      await trx.rollback().execute()
    }
  }
  return { outcomes }
}

type Asked = { one: One; bookId: string | undefined; at: Date }

async function upsertOne(trx: Trx, actor: Actor, { one, bookId, at }: Asked): Promise<Done> {
  const { unit_price: price, ...rest } = one
  if (price !== undefined && bookId === undefined)
    throw invalidField('price_book_id', 'Say which book the prices go into.')
  const done = await upsertProduct(trx, actor, { one: rest, at })
  if (price === undefined || bookId === undefined || done.id === null) return done
  const changed = await setPricesIn(trx, actor, {
    bookId,
    prices: [{ product_id: done.id, unit_price: price }],
    at,
  })
  return done.outcome === 'unchanged' && changed > 0 ? { ...done, outcome: 'changed' } : done
}

async function upsertProduct(
  trx: Trx,
  actor: Actor,
  { one, at }: { one: Omit<One, 'unit_price'>; at: Date },
): Promise<Done> {
  const { rows } = await sql<{ id: string; version: number }>`
    select r.id, r.version from products p join records r on r.id = p.id
    where lower(p.sku) = lower(${one.sku}) and p.claims_sku`.execute(trx)
  const [known] = rows
  if (known) {
    const { version } = await changeProductIn(trx, actor, {
      id: known.id,
      // Written in other letters, it is the same SKU still.
      change: { ...one, sku: undefined },
      at,
    })
    return { id: known.id, outcome: version === known.version ? 'unchanged' : 'changed' }
  }
  if (one.name === undefined) throw invalidField('name', 'A new product needs a name.')
  const { id } = await createProductIn(trx, actor, {
    input: productInput.parse({ ...one, name: one.name }),
    at,
  })
  return { id, outcome: 'created' }
}
