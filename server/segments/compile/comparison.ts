import type { Comparison, Operator } from '../../../model/filter.ts'
import { ISO_TIME, NUMBER, readNumber, readTime, valueText } from './comparable.ts'
import { fieldSql, type FieldSql, type JsonColumn } from './field.ts'
import type { QueryParams } from './params.ts'

type Scalar = string | number | boolean

/** Gives, for the values to compare with, a condition on the text of a stored value; null when nothing can satisfy it. */
type Test = (values: Scalar[], params: QueryParams) => ((text: string) => string) | null

type Rule = { test: Test; negated?: true } | { presence: true; negated?: true }

const NEVER = 'false'

/**
 * What each operator means in the warehouse (docs/decisions/0003). A stored list satisfies an operator when one of its
 * elements does, and a list to compare with when one of its values does; a negated operator is true exactly when the
 * plain one is not.
 */
const rules = {
  is: { test: equals },
  is_not: { test: equals, negated: true },
  contains: { test: contains },
  not_contains: { test: contains, negated: true },
  starts_with: { test: startsWith },
  greater: { test: numeric('>', Math.min) },
  at_least: { test: numeric('>=', Math.min) },
  less: { test: numeric('<', Math.max) },
  at_most: { test: numeric('<=', Math.max) },
  before: { test: temporal('<', Math.max) },
  after: { test: temporal('>', Math.min) },
  set: { presence: true },
  not_set: { presence: true, negated: true },
} satisfies Record<Operator, Rule>

/** A comparison of a named value in a JSON column as a condition in SQL; never null, never an error for odd data. */
export function compileComparison(column: JsonColumn, comparison: Comparison, params: QueryParams): string {
  const rule: Rule = rules[comparison.operator]
  const field = fieldSql(column, comparison.field)
  const holds = field ? compileRule(rule, field, { comparison, params }) : NEVER
  return rule.negated ? `not ${holds}` : holds
}

function compileRule(
  rule: Rule,
  field: FieldSql,
  { comparison, params }: { comparison: Comparison; params: QueryParams },
) {
  if ('presence' in rule)
    return `(dynamicType(${field.value}) != 'None' or toString(${field.object}) != '{}')`
  const { value } = comparison
  const condition = value === undefined ? null : rule.test([value].flat(), params)
  return condition ? onValues(field, condition) : NEVER
}

function onValues({ value }: FieldSql, condition: (text: string) => string): string {
  return (
    `if(startsWith(dynamicType(${value}), 'Array('), ` +
    `arrayExists(element -> ${condition('element')}, ${elementTexts(value)}), ` +
    `dynamicType(${value}) != 'None' and ${condition(`toString(${value})`)})`
  )
}

/** The texts, numbers and truth values in a list, through JSON: lists have one of many types, by what is in them. */
function elementTexts(value: string): string {
  const scalars = `arrayFilter(json -> match(json, '^[^[{n]'), JSONExtractArrayRaw(ifNull(toJSONString(${value}), '')))`
  return `arrayMap(json -> if(startsWith(json, '"'), JSONExtractString(json), json), ${scalars})`
}

/** Numbers equal numbers however they are written, texts equal texts whatever their case. */
function equals(values: Scalar[], params: QueryParams) {
  const numbers = values.filter((value) => typeof value === 'number')
  const texts = values.filter((value) => typeof value !== 'number')
  const conditions = [
    ...(numbers.length > 0 ? [isNumberIn(params.add('Array(Float64)', numbers))] : []),
    ...(texts.length > 0 ? [isTextIn(lowerTexts(texts, params))] : []),
  ]
  return (text: string) => `(${conditions.map((condition) => condition(text)).join(' or ')})`
}

function isNumberIn(numbers: string) {
  return (text: string) => `has(${numbers}, ${numberOf(text)})`
}

function isTextIn(texts: string) {
  return (text: string) => `has(${texts}, lowerUTF8(${text}))`
}

function contains(values: Scalar[], params: QueryParams) {
  const parts = lowerTexts(values, params)
  return (text: string) => `arrayExists(part -> position(lowerUTF8(${text}), part) > 0, ${parts})`
}

function startsWith(values: Scalar[], params: QueryParams) {
  const parts = lowerTexts(values, params)
  return (text: string) => `arrayExists(part -> startsWith(lowerUTF8(${text}), part), ${parts})`
}

function lowerTexts(values: Scalar[], params: QueryParams): string {
  return `arrayMap(text -> lowerUTF8(text), ${params.add('Array(String)', values.map(valueText))})`
}

function numeric(sign: string, widest: (...numbers: number[]) => number): Test {
  return (values, params) => {
    const numbers = values.flatMap((value) => readNumber(String(value)) ?? [])
    if (numbers.length === 0) return null
    const bound = `${params.add('Array(Float64)', [widest(...numbers)])}[1]`
    return (text) => `ifNull(${numberOf(text)} ${sign} ${bound}, false)`
  }
}

function temporal(sign: string, widest: (...times: number[]) => number): Test {
  return (values, params) => {
    const times = values.flatMap((value) => readTime(String(value)) ?? [])
    if (times.length === 0) return null
    const bound = params.add('Int64', widest(...times))
    return (text) => `ifNull(${timeOf(text)} ${sign} ${bound}, false)`
  }
}

function numberOf(text: string): string {
  return `if(match(${text}, '${NUMBER}'), toFloat64OrNull(${text}), null)`
}

function timeOf(text: string): string {
  return `if(match(${text}, '${ISO_TIME}'), toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull(${text}, 3, 'UTC')), null)`
}
