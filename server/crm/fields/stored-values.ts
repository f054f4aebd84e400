import { sql, type RawBuilder } from 'kysely'
import type { Field } from '../../../model/field.ts'

/**
 * All values of a field as rows `(ref uuid, id uuid, value text)`: what the value is kept under, and the record of today.
 * Deleted records have none.
 */
export function storedValues({ object, key }: Pick<Field, 'object' | 'key'>): RawBuilder<unknown> {
  const own = sql`id as ref, id, fields ->> ${key} as value`
  switch (object) {
    case 'deal':
      return sql`select ${own} from deals where fields ? ${key} and deleted_at is null`
    case 'company':
      return sql`select ${own} from companies where fields ? ${key}`
    case 'person':
      return sql`
        select id as ref, person_id as id, fields -> ${key} ->> 'v' as value from identifiers
        where fields -> ${key} ->> 'v' is not null`
    default:
      return sql`select ${own} from records where object = ${object} and fields ? ${key} and deleted_at is null`
  }
}
