import { sql, type RawBuilder } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Product } from '../../../model/product.ts'
import { hiddenFields } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { showValues } from '../fields/find-values.ts'
import { requireRecordOf } from '../objects/record-rights.ts'

type Shown = Omit<Product, 'fields' | 'labels'>
export type ProductRow = Omit<Shown, 'created_at' | 'updated_at'> & { created_at: Date; updated_at: Date }

/** What the API shows of a row `r` of the records and its row `p` of the products, with `productJoins`. */
export const productColumns = sql`
  r.id, r.name, r.version, r.created_at, r.updated_at, p.sku, p.description, p.unit, p.category, p.active,
  case when coalesce(u.name, r.owner_name) is not null
    then jsonb_build_object('id', r.owner_id, 'name', coalesce(u.name, r.owner_name)) end as owner`
export const productJoins = sql`join products p on p.id = r.id left join users u on u.id = r.owner_id`

/** The product with this id. Throws `not_found`, also for one that is not visible. */
export async function findProduct(db: Queryable, caller: Actor, id: string): Promise<Product> {
  await requireRecordOf(db, caller, { object: 'product', id, action: 'view' })
  return readWritten(db, caller, id)
}

/** A product that was just written, for whoever wrote it: also when they gave it away with that. */
export async function readWritten(db: Queryable, caller: Actor, id: string): Promise<Product> {
  const { rows } = await sql<ProductRow & { stored: JsonObject }>`
    select ${productColumns}, r.fields as stored from records r ${productJoins} where ${isProduct(id)}`.execute(
    db,
  )
  if (!rows[0]) throw fail('not_found', 'There is no product with this id.')
  const { stored, ...row } = rows[0]
  const { values, labels } = await showValues(db, caller, { object: 'product', stored })
  return { ...showProduct(caller, row), fields: values, labels }
}

/** A product as the caller gets to see it: a hidden text is empty. */
export function showProduct<Row extends ProductRow>(caller: Actor, row: Row) {
  const hidden = hiddenFields(caller, 'product')
  return {
    ...row,
    ...Object.fromEntries(texts.flatMap((field) => (hidden.includes(field) ? [[field, '']] : []))),
    sku: hidden.includes('sku') ? null : row.sku,
    owner: hidden.includes('owner') ? null : row.owner,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}

const texts = ['description', 'unit', 'category'] as const

function isProduct(id: string): RawBuilder<boolean> {
  return sql<boolean>`r.id = ${id}::uuid and r.object = 'product' and r.deleted_at is null`
}
