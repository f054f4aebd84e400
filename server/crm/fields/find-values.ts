import { sql } from 'kysely'
import type { Field, FieldValues } from '../../../model/field.ts'
import { textOf } from '../../../model/field-value.ts'
import type { JsonObject } from '../../../model/json.ts'
import { findPersonFields } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { listFields } from './find-fields.ts'
import { findReferred, targetOf, type Referrals } from './references.ts'

/** The custom values of a record, without those of archived fields. Throws `not_found`. */
export async function findValues(db: Queryable, object: string, id: string): Promise<FieldValues> {
  const stored = await loadValues(db, object, id)
  if (!stored) throw fail('not_found', 'There is no record with this id.')
  const [shown] = await showValues(db, object, [stored])
  return shown ?? { values: {}, labels: {} }
}

/** Stored values as the API shows them: relations lead to the people of today, and whom they name is told. */
async function showValues(db: Queryable, object: string, stored: JsonObject[]): Promise<FieldValues[]> {
  const fields = await listFields(db, object)
  const referred = await findReferred(db, fields, stored)
  return stored.map((all) => showRow(fields, referred, all))
}

/** The values of one record among these fields, given whom and what they name. */
export function showRow(
  fields: Pick<Field, 'key' | 'type' | 'settings'>[],
  referred: Referrals,
  stored: JsonObject,
): FieldValues {
  const shown: FieldValues = { values: {}, labels: {} }
  for (const field of fields) {
    const value = stored[field.key]
    if (value === undefined || value === null) continue
    const target = targetOf(field)
    const named = target === null ? undefined : referred.get(target)?.get(textOf(value))
    shown.values[field.key] = named?.today ?? value
    if (named) shown.labels[named.today] = named.label
  }
  return shown
}

async function loadValues(db: Queryable, object: string, id: string): Promise<JsonObject | null> {
  if (object === 'person') return findPersonFields(db, id)
  const { rows } = await sql<{ fields: JsonObject }>`${rowOf(object, id)}`.execute(db)
  return rows[0]?.fields ?? null
}

function rowOf(object: string, id: string) {
  if (object === 'deal') return sql`select fields from deals where id = ${id}::uuid and deleted_at is null`
  if (object === 'company') return sql`select fields from companies where id = ${id}::uuid`
  return sql`
    select fields from records where id = ${id}::uuid and object = ${object} and deleted_at is null`
}
