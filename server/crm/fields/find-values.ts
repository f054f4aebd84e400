import { sql } from 'kysely'
import type { Field, FieldValues } from '../../../model/field.ts'
import { textOf } from '../../../model/field-value.ts'
import type { JsonObject } from '../../../model/json.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { kindOf, mayWith } from '../objects/record-rights.ts'
import { listReadableFields } from './find-fields.ts'
import { findReferred, targetOf, type Referrals } from './references.ts'

/** The custom values of a record that the caller gets to see, without those of archived fields. Throws `not_found`. */
export async function findValues(
  db: Queryable,
  caller: Actor,
  { object, id }: { object: string; id: string },
): Promise<FieldValues> {
  const isSeen = mayWith(caller, object, { action: 'view', row: sql`r` })
  const { rows } = await sql<{ fields: JsonObject }>`
    select r.fields from ${kindOf(object).from(id)} and ${isSeen}`.execute(db)
  if (!rows[0]) throw fail('not_found', 'There is no record with this id.')
  return showValues(db, caller, { object, stored: rows[0].fields })
}

/** Stored values as the caller gets to see them: relations lead to the people of today, and whom they name is told. */
export async function showValues(
  db: Queryable,
  caller: Actor,
  { object, stored }: { object: string; stored: JsonObject },
): Promise<FieldValues> {
  const fields = await listReadableFields(db, caller, object)
  return showRow(fields, await findReferred(db, caller, { fields, values: [stored] }), stored)
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
