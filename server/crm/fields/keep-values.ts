import { sql } from 'kysely'
import type { Field } from '../../../model/field.ts'
import { textOf } from '../../../model/field-value.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Trx } from '../../platform/relational/index.ts'
import type { FieldProblem } from './check-values.ts'
import { keepFiles } from './keep-files.ts'
import { claimValues, releaseValues } from './unique-values.ts'

type Kept = { held: { id: string; ref: string }; values: JsonObject }
type Taken = { ref: string; problem: FieldProblem }

/**
 * Keeps beside the values what finds them: claims of unique ones, relations, and files. Gives those that others have
 * already, and files that are none of the record's.
 */
export async function keepValues(trx: Trx, fields: Field[], rows: Kept[]): Promise<Taken[]> {
  const taken = await claim(trx, fields, rows)
  const refused = [...taken, ...(await file(trx, fields, without(rows, taken)))]
  await relate(
    trx,
    fields.filter(({ type }) => type === 'relation'),
    without(rows, refused),
  )
  return refused
}

function without(rows: Kept[], refused: Taken[]): Kept[] {
  const refs = new Set(refused.map(({ ref }) => ref))
  return rows.filter(({ held }) => !refs.has(held.ref))
}

async function file(trx: Trx, fields: Field[], rows: Kept[]): Promise<Taken[]> {
  const pairs = pairsOf(
    fields.filter(({ type }) => type === 'file'),
    rows,
  )
  const missing = await keepFiles(trx, fields[0]?.object ?? '', pairs)
  return missing.map(({ fieldId, ref }) => {
    const { key = '', label = 'A field' } = fields.find(({ id }) => id === fieldId) ?? {}
    return {
      ref,
      problem: { field: key, problem: `${label} names a file that this record does not have. ${toUpload}` },
    }
  })
}

const toUpload = 'Upload it to the record first.'

async function claim(trx: Trx, fields: Field[], rows: Kept[]): Promise<Taken[]> {
  const pairs = pairsOf(
    fields.filter(({ unique }) => unique),
    rows,
  )
  await releaseValues(
    trx,
    pairs.filter(({ value }) => value === null),
  )
  const refused = await claimValues(
    trx,
    pairs.flatMap(({ value, ...pair }) => (value === null ? [] : [{ ...pair, value }])),
  )
  return refused.map(({ fieldId, value, ref }) => {
    const field = fields.find(({ id }) => id === fieldId)
    const problem = `${field?.label ?? 'A field'} must be unique: another record has “${value}”.`
    return { ref, problem: { field: field?.key ?? '', problem } }
  })
}

async function relate(trx: Trx, fields: Field[], rows: Kept[]): Promise<void> {
  const pairs = pairsOf(fields, rows)
  if (pairs.length === 0) return
  const input = JSON.stringify(pairs)
  await sql`
    with n as materialized (
      select * from jsonb_to_recordset(${input}::jsonb) as r ("fieldId" uuid, ref uuid, value uuid)
    ), gone as (
      delete from record_relations r using n where r.field_id = n."fieldId" and r.record_id = n.ref and n.value is null
    )
    insert into record_relations (field_id, record_id, target_id)
    select "fieldId", ref, value from n where value is not null
    on conflict (field_id, record_id) do update set target_id = excluded.target_id`.execute(trx)
}

function pairsOf(fields: Field[], rows: Kept[]) {
  return rows.flatMap(({ held: { id, ref }, values }) =>
    fields
      .filter(({ key }) => key in values)
      .map((field) => {
        const value = values[field.key] ?? null
        return { fieldId: field.id, id, ref, value: value === null ? null : textOf(value) }
      }),
  )
}
