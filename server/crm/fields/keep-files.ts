import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'

/** A new value of a file field: the file that it names, null for none. */
export type FileValue = { fieldId: string; ref: string; value: string | null }

/**
 * Gives files to the fields that name them: a file that was removed comes back, the one that the field had before goes,
 * for 30 days as all removed files do. Gives those values whose record has no such file.
 */
export async function keepFiles(trx: Trx, object: string, values: FileValue[]): Promise<FileValue[]> {
  if (values.length === 0) return []
  const named = values.filter(({ value }) => value !== null)
  const { rows } = await sql<{ ref: string; fieldId: string }>`
    with ${asked(named)}
    update record_files f set removed_at = null, field_id = n."fieldId" from n
    where f.id = n.value and (f.field_id is null or f.field_id = n."fieldId") and ${isOf(object)}
    returning n.ref, n."fieldId"`.execute(trx)
  const kept = new Set(rows.map(keyOf))
  const missing = named.filter((one) => !kept.has(keyOf(one)))
  const settled = values.filter((one) => !missing.includes(one))
  await sql`
    with ${asked(settled)}
    update record_files f set removed_at = now() from n
    where f.field_id = n."fieldId" and f.removed_at is null and f.id is distinct from n.value and ${isOf(object)}`.execute(
    trx,
  )
  return missing
}

const keyOf = ({ ref, fieldId }: Pick<FileValue, 'ref' | 'fieldId'>) => `${ref} ${fieldId}`

function asked(values: FileValue[]): RawBuilder<unknown> {
  return sql`n as materialized (
    select * from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as r ("fieldId" uuid, ref uuid, value uuid))`
}

/** A person has the files of all their identifiers. */
function isOf(object: string): RawBuilder<unknown> {
  if (object !== 'person') return sql`f.object = ${object} and f.record_id = n.ref`
  return sql`f.object = 'person' and f.record_id in (
    select o.id from identifiers i join identifiers o on o.person_id = i.person_id where i.id = n.ref)`
}
