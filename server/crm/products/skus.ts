import { sql } from 'kysely'
import { fail } from '../../platform/errors.ts'
import type { Trx } from '../../platform/relational/index.ts'

/**
 * Throws `conflict`, which names the product, when another one has this SKU. Until the transaction ends, nobody else
 * takes it.
 */
export async function requireFreeSku(trx: Trx, sku: string | null, except?: string): Promise<void> {
  if (sku === null) return
  await sql`select pg_advisory_xact_lock(hashtextextended(${`product sku ${sku.toLowerCase()}`}, 0))`.execute(
    trx,
  )
  const { rows } = await sql<{ id: string; name: string }>`
    select r.id, r.name from products p join records r on r.id = p.id
    where lower(p.sku) = lower(${sku}) and p.claims_sku and p.id is distinct from ${except ?? null}::uuid`.execute(
    trx,
  )
  const [taken] = rows
  if (taken)
    throw fail('conflict', `The product ${taken.name} has the SKU ${sku} already.`, {
      field: 'sku',
      product_id: taken.id,
    })
}

/** A product that is deleted leaves its SKU to others. */
export async function releaseSku(trx: Trx, id: string): Promise<void> {
  await sql`update products set claims_sku = false where id = ${id}::uuid`.execute(trx)
}

/** One that is restored takes it again. Throws `conflict` when another product has it by now. */
export async function claimSku(trx: Trx, id: string): Promise<void> {
  const { rows } = await sql<{ sku: string | null }>`
    select sku from products where id = ${id}::uuid and not claims_sku`.execute(trx)
  await requireFreeSku(trx, rows[0]?.sku ?? null, id)
  await sql`update products set claims_sku = true where id = ${id}::uuid`.execute(trx)
}
