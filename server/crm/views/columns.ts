import { sql, type RawBuilder } from 'kysely'
import type { Field } from '../../../model/field.ts'
import { standardFieldsOf } from '../../../model/view.ts'
import { comparedAs, fieldExpression } from '../fields/index.ts'
import { invalidField } from '../invalid-field.ts'
import type { Column, ColumnKind } from './compare.ts'
import type { ListSource } from './list-source.ts'

type Fragment = RawBuilder<unknown>

/** An order of records: `value` is what is sorted by, and `nullable` when records may have none. */
export type Sort = { value: Fragment; cast: Fragment; descending: boolean; nullable: boolean }

type Known = { object: string; source: ListSource; fields: Field[] }

/** The column of a field to compare with. Throws `validation_failed` for one that the object does not have. */
export function columnOf({ object, source, fields }: Known, key: string): Column {
  const standard = source.columns[key]
  const label = standardFieldsOf(object).find((one) => one.key === key)?.label ?? key
  if (standard) return { label, ...standard }
  const field = customField(fields, key, 'filter')
  const value = fieldExpression(field, sql`r.fields`)
  if (field.type === 'relation')
    return { label: field.label, kind: 'relation', value, full: relatesBy(object, field) }
  const full = comparedAs[field.type] === 'text' ? sql`lower(r.fields ->> ${sql.lit(key)})` : undefined
  return { label: field.label, kind: kindOf(field), value, full }
}

/** The keys that `sort` names, without their directions. */
export function sortKeys(sort: string | undefined): string[] {
  return sort ? sort.split(',').map((one) => one.trim().replace(/^-/, '')) : []
}

/** The orders that `sort` names, those of the object without it. Throws `validation_failed` for what cannot be sorted by. */
export function sortsOf(known: Known, sort: string | undefined): [Sort, ...Sort[]] {
  const [first = '', ...others] = (sort || known.source.defaultSort).split(',').map((one) => one.trim())
  return [sortOf(known, first), ...others.map((one) => sortOf(known, one))]
}

function sortOf({ source, fields }: Known, sort: string): Sort {
  const descending = sort.startsWith('-')
  const key = descending ? sort.slice(1) : sort
  const standard = source.columns[key]
  if (standard) {
    if (!standard.sorted) throw invalidField('sort', `Records are not sorted by ${key}.`)
    const { up, down } = standard.sorted
    return { value: descending ? down : up, cast: casts[standard.kind], descending, nullable: false }
  }
  const field = customField(fields, key, 'sort')
  const kind = kindOf(field)
  if (kind === 'set' || kind === 'relation' || field.type === 'address')
    throw invalidField('sort', `Records are not sorted by ${field.label}.`)
  return { value: fieldExpression(field, sql`r.fields`), cast: casts[kind], descending, nullable: true }
}

const casts: Record<ColumnKind, Fragment> = {
  text: sql`text`,
  exact: sql`text`,
  moment: sql`text`,
  id: sql`text`,
  set: sql`jsonb`,
  number: sql`numeric`,
  time: sql`timestamptz`,
  day: sql`date`,
  person: sql`uuid`,
  relation: sql`text`,
}

function kindOf({ type }: Field): ColumnKind {
  return type === 'datetime' ? 'moment' : comparedAs[type]
}

/** The beginning of a question for the relation of row `r`, which its asker ends. People's are kept by identifier. */
function relatesBy(object: string, { id }: Field): Fragment {
  const own =
    object === 'person'
      ? sql`x.record_id in (select o.id from identifiers o where o.person_id = r.id)`
      : sql`x.record_id = r.id`
  return sql`exists (select from record_relations x where x.field_id = ${id}::uuid and ${own}`
}

function customField(fields: Field[], key: string, where: 'filter' | 'sort'): Field {
  const field = fields.find((one) => one.key === key)
  if (!field) throw invalidField(where, `There is no field called ${key}.`)
  return field
}
