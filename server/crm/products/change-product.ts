import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Product, ProductChange } from '../../../model/product.ts'
import { systemActor } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { requireRecordOf, requireWritableFields } from '../objects/record-rights.ts'
import { ownerFor } from '../records/change-records.ts'
import { tellOfRecord } from '../records/tell-of-record.ts'
import { readWritten } from './find-product.ts'
import { requireFreeSku } from './skus.ts'

type Asked = { id: string; change: ProductChange; at: Date }

const ownFields = ['name', 'sku', 'description', 'unit', 'category', 'active'] as const
type Own = Pick<Product, (typeof ownFields)[number]>

/**
 * Changes a product. Line items keep what they were made with. Throws `not_found`, `forbidden`, and `conflict` when
 * somebody else changed it since or another product has the SKU.
 */
export function changeProduct(
  { db, clock }: Platform,
  actor: Actor,
  { id, change }: Omit<Asked, 'at'>,
): Promise<Product> {
  const at = new Date(clock.now())
  return db.transaction().execute((trx) => changeProductIn(trx, actor, { id, change, at }))
}

/** The same within a transaction. */
export async function changeProductIn(trx: Trx, actor: Actor, { id, change, at }: Asked): Promise<Product> {
  await sql`select from records where id = ${id}::uuid and object = 'product' for update`.execute(trx)
  await requireRights(trx, actor, id, change)
  const before = await readWritten(trx, systemActor, id)
  if (change.version !== undefined && change.version !== before.version)
    throw fail('conflict', 'Somebody else changed this product in the meantime. Reload it and try again.', {
      version: before.version,
    })
  const after = { ...before, ...given(change) }
  const owner = change.owner_id === undefined ? before.owner : await ownerFor(trx, actor, change.owner_id)
  const values = changesOf(before, { ...after, owner })
  if (Object.keys(values).length === 0) return readWritten(trx, actor, id)
  if ('sku' in values) await requireFreeSku(trx, after.sku, id)
  await sql`
    update records set name = ${after.name}, owner_id = ${owner?.id ?? null}, owner_name = ${owner?.name ?? null},
      version = version + 1, updated_at = ${at} where id = ${id}`.execute(trx)
  await sql`
    update products set sku = ${after.sku}, description = ${after.description}, unit = ${after.unit},
      category = ${after.category}, active = ${after.active} where id = ${id}`.execute(trx)
  await tellOfRecord(trx, actor, { kind: 'changed', object: 'product', id, values, at })
  return readWritten(trx, actor, id)
}

/** To give a product away takes a right of its own, as it does for any record. */
async function requireRights(trx: Trx, actor: Actor, id: string, change: ProductChange): Promise<void> {
  const fields = ownFields.filter((field) => change[field] !== undefined)
  const isAssignment = change.owner_id !== undefined
  if (fields.length > 0 || !isAssignment)
    await requireRecordOf(trx, actor, { object: 'product', id, action: 'edit' })
  if (isAssignment) await requireRecordOf(trx, actor, { object: 'product', id, action: 'assign' })
  requireWritableFields(actor, 'product', [...fields, ...(isAssignment ? ['owner_id'] : [])])
}

function given(change: ProductChange): Partial<Own> {
  return Object.fromEntries(
    ownFields.flatMap((field) => (change[field] === undefined ? [] : [[field, change[field]]])),
  )
}

function changesOf(before: Product, after: Own & Pick<Product, 'owner'>): JsonObject {
  const own = ownFields.flatMap((field) =>
    before[field] === after[field] ? [] : [[field, { before: before[field], after: after[field] }] as const],
  )
  const isHandedOver = (before.owner?.id ?? null) !== (after.owner?.id ?? null)
  return {
    ...Object.fromEntries(own),
    ...(isHandedOver && {
      owner_id: { before: before.owner?.name ?? null, after: after.owner?.name ?? null },
    }),
  }
}
