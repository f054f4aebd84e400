import { sql, type RawBuilder } from 'kysely'
import type { Field, FieldType } from '../../../model/field.ts'

type Fragment = RawBuilder<unknown>
type Kind = 'text' | 'exact' | 'number' | 'set'

/** How the values of each type are compared and indexed: as words, letter by letter, as numbers, or as a set. */
export const comparedAs: Record<FieldType, Kind> = {
  text: 'text',
  long_text: 'text',
  url: 'text',
  email: 'text',
  phone: 'text',
  address: 'text',
  number: 'number',
  money: 'number',
  rating: 'number',
  date: 'exact',
  datetime: 'exact',
  boolean: 'exact',
  select: 'exact',
  user: 'exact',
  relation: 'exact',
  file: 'exact',
  multi_select: 'set',
}

/**
 * What an index of a field and the questions that use it compare: written alike in both, down to the literal key, which
 * is why a key holds nothing but small letters, digits and _.
 */
export function fieldExpression({ key, type }: Pick<Field, 'key' | 'type'>, fields: Fragment): Fragment {
  const name = sql.lit(key)
  switch (comparedAs[type]) {
    case 'text':
      return sql`lower(left(${fields} ->> ${name}, 80))`
    case 'number':
      return sql`((${fields} -> ${name})::numeric)`
    case 'exact':
      return sql`((${fields} ->> ${name}) collate "C")`
    case 'set':
      return sql`(${fields} -> ${name})`
  }
}

/** The columns of the index of a field. */
export function indexColumns(field: Pick<Field, 'key' | 'type'>): Fragment {
  const expression = fieldExpression(field, sql`fields`)
  return comparedAs[field.type] === 'set'
    ? sql`using gin (${expression} jsonb_path_ops)`
    : sql`(${expression}, id)`
}
