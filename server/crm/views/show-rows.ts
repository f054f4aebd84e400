import type { JsonObject } from '../../../model/json.ts'
import { standardFieldsOf, type RecordRow } from '../../../model/view.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { findReferred, showRow } from '../fields/index.ts'
import { seesField } from '../objects/record-rights.ts'
import type { Found } from './page-of-rows.ts'
import type { Known } from './question.ts'

/** Rows as the caller gets to see them, with the names of what they mention; of custom fields only those asked for. */
export async function showRows(
  db: Queryable,
  { caller, object, fields }: Known,
  rows: Found[],
  columns: string[] | undefined,
): Promise<RecordRow[]> {
  const shown = columns ? fields.filter(({ key }) => columns.includes(key)) : fields
  const standard = standardFieldsOf(object).filter(({ key }) => seesField(caller, object, key))
  const referred = await findReferred(
    db,
    caller,
    { fields: shown, values: rows.map((row) => row.fields) },
    { fields: standard, values: rows.map((row) => row.standard) },
  )
  const hidden = new Set(
    standardFieldsOf(object).flatMap(({ key }) => (seesField(caller, object, key) ? [] : [key])),
  )
  return rows.map((row) => {
    const values = showRow(shown, referred, row.fields)
    const { labels } = showRow(standard, referred, row.standard)
    return {
      id: row.id,
      name: hidden.has('name') ? null : row.name,
      standard: withoutKeys(row.standard, hidden),
      fields: { ...values.values, ...row.traits },
      labels: { ...labels, ...values.labels },
    }
  })
}

function withoutKeys(values: JsonObject, hidden: Set<string>): JsonObject {
  const isHidden = (key: string) => hidden.has(key) || (key === 'owner_name' && hidden.has('owner_id'))
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, isHidden(key) ? null : value]))
}
