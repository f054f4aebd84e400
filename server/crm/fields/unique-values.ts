import { sql, type RawBuilder } from 'kysely'
import type { Field } from '../../../model/field.ts'
import { fail } from '../../platform/errors.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { storedValues } from './stored-values.ts'

const SHOWN_DUPLICATES = 3

/** A value that a record wants for itself; `ref` is what its values are kept under, `id` the record of today. */
export type Claim = { fieldId: string; value: string; ref: string; id: string }

/**
 * Claims values for records, whose older claims on the same fields end. Gives the claims that another record holds
 * already. Two transactions that want the same value wait here for each other.
 */
export async function claimValues(trx: Trx, claims: Claim[]): Promise<(Claim & { holder: string })[]> {
  if (claims.length === 0) return []
  const wanted = sql`(
    select "fieldId" as field_id, ${comparable(sql`value`)} as value, value as raw, ref, id
    from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as n ("fieldId" uuid, value text, ref uuid, id uuid)) n`
  await sql`
    delete from crm_unique_values u using ${wanted}
    where u.field_id = n.field_id and u.record_id = n.ref and u.value <> n.value`.execute(trx)
  await sql`
    insert into crm_unique_values (field_id, value, record_id)
    select n.field_id, n.value, n.ref from ${wanted} order by n.field_id, n.value
    on conflict do nothing`.execute(trx)
  const { rows } = await sql<Claim & { holder: string }>`
    select n.field_id as "fieldId", n.raw as value, n.ref, n.id, coalesce(i.person_id, u.record_id) as holder
    from ${wanted}
    join crm_unique_values u on u.field_id = n.field_id and u.value = n.value
    left join identifiers i on i.id = u.record_id
    where u.record_id <> n.ref and coalesce(i.person_id, u.record_id) <> n.id`.execute(trx)
  return rows
}

/** Ends the claims of records on these fields. */
export async function releaseValues(trx: Trx, released: { fieldId: string; ref: string }[]): Promise<void> {
  if (released.length === 0) return
  await sql`
    delete from crm_unique_values u
    using jsonb_to_recordset(${JSON.stringify(released)}::jsonb) as n ("fieldId" uuid, ref uuid)
    where u.field_id = n."fieldId" and u.record_id = n.ref`.execute(trx)
}

/** Ends all claims of a record that is deleted. */
export async function releaseRecord(trx: Trx, ref: string): Promise<void> {
  await sql`delete from crm_unique_values where record_id = ${ref}::uuid`.execute(trx)
}

/** Ends all claims on a field that need not be unique any more. */
export async function releaseAll(trx: Trx, fieldId: string): Promise<void> {
  await sql`delete from crm_unique_values where field_id = ${fieldId}::uuid`.execute(trx)
}

/** Claims what records have in a field that shall be unique from now on. Throws `conflict` and names duplicates. */
export async function claimExisting(trx: Trx, field: Field): Promise<void> {
  const values = storedValues(field)
  const { rows } = await sql<{ value: string }>`
    select min(v.value) as value from (${values}) v
    group by ${comparable(sql`v.value`)} having count(distinct v.id) > 1
    order by 1 limit ${SHOWN_DUPLICATES}`.execute(trx)
  if (rows.length > 0) {
    const shown = rows.map(({ value }) => `“${value}”`).join(', ')
    throw fail(
      'conflict',
      `${field.label} cannot be made unique: several records have ${shown}. Change them first.`,
    )
  }
  await sql`
    insert into crm_unique_values (field_id, value, record_id)
    select ${field.id}::uuid, ${comparable(sql`v.value`)}, v.ref from (${values}) v
    on conflict do nothing`.execute(trx)
}

/** Case makes no difference, and an index takes no entry of any length. */
function comparable(value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when octet_length(lower(${value})) > 500 then md5(lower(${value})) else lower(${value}) end`
}
