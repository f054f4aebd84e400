import type { Field } from '../../model/field.ts'
import { addressParts, textOf } from '../../model/field-value.ts'
import { isObject } from '../../model/json.ts'
import type { FieldRules } from '../../model/rights.ts'
import { date, money, plainValue } from './format.ts'

/** The fields in their sections, in order; those without a section come first under the name given. */
export function bySection(fields: Field[], first: string): { title: string; fields: Field[] }[] {
  const sections = new Map<string, Field[]>([['', []]])
  for (const field of fields) {
    const known = sections.get(field.section)
    if (known) known.push(field)
    else sections.set(field.section, [field])
  }
  return [...sections]
    .filter(([, all]) => all.length > 0)
    .map(([title, all]) => ({ title: title || first, fields: all }))
}

/** Whether a custom field is worked out, or rules of the reader's roles keep it from being changed. */
export function isLocked(
  rules: FieldRules,
  { object, key, computed }: Pick<Field, 'object' | 'key' | 'computed'>,
): boolean {
  return computed !== null || rules[rightsNames[object] ?? object]?.[`fields.${key}`] === 'read'
}

/** What roles call the objects of Kith itself. */
const rightsNames: Record<string, string> = { deal: 'deals', company: 'companies', person: 'people' }

/** A value in words: "€1,200", "24 Nov 2026", "Gold, Tin". Empty text for none. */
export function fieldText(
  { type, settings }: Pick<Field, 'type' | 'settings'>,
  value: unknown,
  labels: Record<string, string> = {},
): string {
  if (value === null || value === undefined) return ''
  switch (type) {
    case 'money':
      return typeof value === 'number' ? money(value, settings.currency ?? '') : plainValue(value)
    case 'number':
      return typeof value === 'number' ? numberText(value) : plainValue(value)
    case 'date':
      return date(textOf(value))
    case 'datetime':
      return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(
        new Date(textOf(value)),
      )
    case 'select':
    case 'multi_select':
      return [value]
        .flat()
        .map((key) => settings.options?.find((option) => option.key === key)?.label ?? plainValue(key))
        .join(', ')
    case 'user':
    case 'relation':
      return labels[textOf(value)] ?? 'Not there, or not shown to you'
    case 'file':
      return labels[textOf(value)] ?? 'A file'
    case 'address':
      return isObject(value) ? addressText(value) : plainValue(value)
    case 'rating':
      return `${plainValue(value)} of ${settings.stars ?? 5}`
    default:
      return plainValue(value)
  }
}

function addressText(address: Record<string, unknown>): string {
  return Object.keys(addressParts)
    .flatMap((part) => (typeof address[part] === 'string' ? [address[part]] : []))
    .join(', ')
}

function numberText(value: number): string {
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 }).format(value)
}
