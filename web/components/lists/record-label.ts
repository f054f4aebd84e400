import type { RecordRow } from '../../../model/view.ts'
import { textOf } from '../../../model/field-value.ts'
import { isObject } from '../../../model/json.ts'
import { companyLabel } from '../../lib/companies.ts'
import { personLabel, type PersonLike } from '../../lib/people.ts'

/** A person as lists show people. */
export function personOf({ id, name, standard }: RecordRow): PersonLike {
  const { email, identifier } = standard
  return {
    id,
    name,
    email: typeof email === 'string' ? email : null,
    identifier: isObject(identifier)
      ? { type: textOf(identifier.type), value: textOf(identifier.value) }
      : null,
  }
}

/** What a record is called. */
export function recordLabel(object: string, row: RecordRow): string {
  if (object === 'person') return personLabel(personOf(row))
  if (object === 'company')
    return companyLabel({ name: row.name, group_id: textOf(row.standard.group_id ?? '') })
  return row.name ?? 'A record'
}
