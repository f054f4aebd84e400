import type { Field, FieldType } from '../field.ts'
import type { FormulaFields } from './check-formula.ts'
import type { FormulaType } from './formula-types.ts'

const typeOf: Partial<Record<FieldType, FormulaType>> = {
  text: 'text',
  long_text: 'text',
  url: 'text',
  email: 'text',
  phone: 'text',
  select: 'text',
  number: 'number',
  money: 'number',
  rating: 'number',
  date: 'date',
  datetime: 'moment',
  boolean: 'boolean',
}

/** What formulas can name of the fields that Kith's own objects have from the beginning. */
const ownFields: Record<string, Record<string, FormulaType>> = {
  deal: {
    name: 'text',
    amount: 'number',
    currency: 'text',
    expected_close_on: 'date',
    created_at: 'moment',
    closed_at: 'moment',
  },
  company: { name: 'text', domain: 'text', first_seen: 'moment', last_seen: 'moment' },
}
const recordFields: Record<string, FormulaType> = { name: 'text', created_at: 'moment', updated_at: 'moment' }

/** The fields that are columns of an object's table, with the types of their values. */
export function formulaColumns(object: string): Record<string, FormulaType> {
  return ownFields[object] ?? recordFields
}

/** What a formula of an object can name: its own fields and the custom ones, without the one that it is for. */
export function formulaFields(
  object: string,
  custom: Pick<Field, 'key' | 'type'>[],
  except?: string,
): FormulaFields {
  return new Map<string, FormulaType | null>([
    ...Object.entries(formulaColumns(object)),
    ...custom
      .filter(({ key }) => key !== except)
      .map(({ key, type }) => [key, typeOf[type] ?? null] as const),
  ])
}

/** The types that a field may have whose formula gives this; the first is what it has unless another is asked for. */
export const typesFor: Record<FormulaType, readonly [FieldType, ...FieldType[]]> = {
  number: ['number', 'money'],
  text: ['text'],
  boolean: ['boolean'],
  date: ['date'],
  moment: ['datetime'],
}
