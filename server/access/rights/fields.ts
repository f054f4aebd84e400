import type { FieldLevel } from '../../../model/rights.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'

/** What the caller may do with a field of an object; a trait is called `traits.` and its name. */
export function fieldLevel(caller: Actor, object: string, field: string): FieldLevel {
  return caller.grants.fields[object]?.[field] ?? 'edit'
}

/** The fields of an object that the caller does not get to see. */
export function hiddenFields(caller: Actor, object: string): string[] {
  const rules = Object.entries(caller.grants.fields[object] ?? {})
  return rules.flatMap(([field, level]) => (level === 'hidden' ? [field] : []))
}

/** The record with null in place of what the caller does not get to see. */
export function withoutHidden<R extends object>(caller: Actor, object: string, record: R): R {
  const hidden = hiddenFields(caller, object).filter((field) => field in record)
  if (hidden.length === 0) return record
  return { ...record, ...Object.fromEntries(hidden.map((field) => [field, null])) }
}

/** Throws `forbidden` when one of these fields is hidden: sorting or filtering by it would give it away. */
export function requireReadable(caller: Actor, object: string, fields: readonly string[]): void {
  const hidden = fields.filter((field) => fieldLevel(caller, object, field) === 'hidden')
  if (hidden.length > 0) throw fail('forbidden', `Your role does not let you see ${hidden.join(', ')}.`)
}

/** Throws `forbidden` when the caller may not change one of these fields. */
export function requireWritable(caller: Actor, object: string, fields: readonly string[]): void {
  const locked = fields.filter((field) => fieldLevel(caller, object, field) !== 'edit')
  if (locked.length > 0) throw fail('forbidden', `Your role does not let you change ${locked.join(', ')}.`)
}
