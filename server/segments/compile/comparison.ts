import type { Comparison, Operator } from '../../../model/filter.ts'
import { readNumber, readTime, valueText } from './comparable.ts'
import type { Field, FieldColumns } from './field-columns.ts'
import { joinConditions } from './logic.ts'
import type { QueryParams } from './params.ts'

type Scalar = string | number | boolean

/** Gives the condition that a field satisfies an operator with one of these values; null when nothing ever can. */
type Rule = (field: Field, values: Scalar[], params: QueryParams) => string | null

/**
 * What each operator means in the warehouse (docs/decisions/0006). A stored list satisfies an operator when one of its
 * elements does, and a list to compare with when one of its values does; the operators under `not` are true exactly
 * when the named one is not.
 */
const rules = {
  is: equals,
  is_not: { not: 'is' },
  contains: anyText((text, part) => `position(${text}, ${part}) > 0`),
  not_contains: { not: 'contains' },
  starts_with: anyText((text, start) => `startsWith(${text}, ${start})`),
  greater: anyNumber('>', Math.min),
  at_least: anyNumber('>=', Math.min),
  less: anyNumber('<', Math.max),
  at_most: anyNumber('<=', Math.max),
  before: anyTime('<', Math.max),
  after: anyTime('>', Math.min),
  set: (field) => field.present(),
  not_set: { not: 'set' },
} satisfies Record<Operator, Rule | { not: Operator }>

/** A comparison of a named value as a condition in SQL; never null, and never an error for odd data. */
export function compileComparison(comparison: Comparison, fields: FieldColumns, params: QueryParams): string {
  const { field: name, operator, value } = comparison
  const rule: Rule | { not: Operator } = rules[operator]
  if ('not' in rule) return `not ${compileComparison({ ...comparison, operator: rule.not }, fields, params)}`
  const field = fields.field(name)
  const values = value === undefined ? [] : [value].flat()
  return (field && rule(field, values, params)) ?? 'false'
}

/** Numbers equal numbers however they are written, texts equal texts whatever their case. */
function equals(field: Field, values: Scalar[], params: QueryParams): string {
  const numbers = values.filter((value) => typeof value === 'number')
  const texts = values.filter((value) => typeof value !== 'number')
  const conditions = [
    ...numbers.map((number) => `has(${field.numbers()}, ${params.add('Float64', number)})`),
    ...(texts.length > 0
      ? [`hasAny(${field.texts()}, ${params.add('Array(String)', texts.map(lowerText))})`]
      : []),
  ]
  return joinConditions('any', conditions)
}

function anyText(test: (text: string, value: string) => string): Rule {
  return (field, values, params) =>
    joinConditions(
      'any',
      values.map(
        (value) =>
          `arrayExists(text -> ${test('text', params.add('String', lowerText(value)))}, ${field.texts()})`,
      ),
    )
}

/** "More than one of these" is more than the least of them. */
function anyNumber(sign: string, widest: (...numbers: number[]) => number): Rule {
  return (field, values, params) => {
    const numbers = values.flatMap((value) => readNumber(valueText(value)) ?? [])
    if (numbers.length === 0) return null
    return `arrayExists(number -> number ${sign} ${params.add('Float64', widest(...numbers))}, ${field.numbers()})`
  }
}

function anyTime(sign: string, widest: (...times: number[]) => number): Rule {
  return (field, values, params) => {
    const times = values.flatMap((value) => readTime(valueText(value)) ?? [])
    if (times.length === 0) return null
    return `arrayExists(time -> time ${sign} ${params.add('Int64', widest(...times))}, ${field.times()})`
  }
}

function lowerText(value: Scalar): string {
  return valueText(value).toLowerCase()
}
