import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Product, productInput } from '../../../model/product.ts'
import { requireCreation } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { startFields } from '../fields/index.ts'
import { requireWritableFields } from '../objects/record-rights.ts'
import { ownerFor } from '../records/change-records.ts'
import { tellOfRecord } from '../records/tell-of-record.ts'
import { readWritten } from './find-product.ts'
import { requireFreeSku } from './skus.ts'

type Input = z.output<typeof productInput>

/** Makes a product. Throws `validation_failed`, `forbidden`, and `conflict` when another one has its SKU. */
export function createProduct({ db, clock }: Platform, actor: Actor, input: Input): Promise<Product> {
  const at = new Date(clock.now())
  return db.transaction().execute((trx) => createProductIn(trx, actor, { input, at }))
}

/** The same within a transaction. */
export async function createProductIn(
  trx: Trx,
  actor: Actor,
  { input, at }: { input: Input; at: Date },
): Promise<Product> {
  const { name, sku = null, description = '', unit = '', category = '', active = true } = input
  const owner = await ownerFor(trx, actor, input.owner_id)
  requireCreation(actor, 'product', owner?.id ?? null)
  const given = Object.entries({ sku, description, unit, category }).flatMap(([key, value]) =>
    value ? [key] : [],
  )
  requireWritableFields(actor, 'product', given)
  await requireFreeSku(trx, sku)
  const id = randomUUID()
  await sql`
    insert into records (id, object, name, owner_id, owner_name, created_at, updated_at)
    values (${id}, 'product', ${name}, ${owner?.id ?? null}, ${owner?.name ?? null}, ${at}, ${at})`.execute(
    trx,
  )
  await sql`
    insert into products (id, sku, description, unit, category, active)
    values (${id}, ${sku}, ${description}, ${unit}, ${category}, ${active})`.execute(trx)
  const values = await startFields(trx, actor, { object: 'product', id, values: input.fields, at })
  await tellOfRecord(trx, actor, { kind: 'created', object: 'product', id, values, at })
  return readWritten(trx, actor, id)
}
