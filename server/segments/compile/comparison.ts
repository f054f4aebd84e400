import { reachOf, type SegmentComparison, type SegmentOperator } from '../../../model/segment-comparison.ts'
import { readNumber, readTime, valueText } from './comparable.ts'
import { DAY_MS } from './days.ts'
import type { Field, FieldColumns } from './field-columns.ts'
import { joinConditions } from './logic.ts'
import type { QueryParams } from './params.ts'

type Scalar = string | number | boolean

/** What a comparison looks at, and when: `now` in ms since 1970. */
export type Compared = { fields: FieldColumns; params: QueryParams; now: number }

type Subject = {
  field: Field
  values: Scalar[]
  comparison: SegmentComparison
  params: QueryParams
  now: number
}

/** Gives the condition that a field satisfies an operator with one of these values; null when nothing ever can. */
type Rule = (subject: Subject) => string | null

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
  ends_with: anyText((text, end) => `endsWith(${text}, ${end})`),
  greater: anyNumber('>', Math.min),
  at_least: anyNumber('>=', Math.min),
  less: anyNumber('<', Math.max),
  at_most: anyNumber('<=', Math.max),
  between,
  before: anyTime('<', Math.max),
  after: anyTime('>', Math.min),
  within_last: relative((now, reach) => [now - reach, now]),
  before_last: relative((now, reach) => [-Infinity, now - reach - 1]),
  within_next: relative((now, reach) => [now, now + reach]),
  after_next: relative((now, reach) => [now + reach + 1, Infinity]),
  anniversary,
  set: ({ field }) => field.present(),
  not_set: { not: 'set' },
} satisfies Record<SegmentOperator, Rule | { not: SegmentOperator }>

/** A comparison of a named value as a condition in SQL; never null, and never an error for odd data. */
export function compileComparison(comparison: SegmentComparison, compared: Compared): string {
  const { field: name, operator, value } = comparison
  const rule: Rule | { not: SegmentOperator } = rules[operator]
  if ('not' in rule) return `not ${compileComparison({ ...comparison, operator: rule.not }, compared)}`
  const field = compared.fields.field(name)
  const values = value === undefined ? [] : [value].flat()
  const { params, now } = compared
  return (field && rule({ field, values, comparison, params, now })) ?? 'false'
}

/** Numbers equal numbers however they are written, texts equal texts whatever their case. */
function equals({ field, values, params }: Subject): string {
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
  return ({ field, values, params }) =>
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
  return ({ field, values, params }) => {
    const numbers = values.flatMap((value) => readNumber(valueText(value)) ?? [])
    if (numbers.length === 0) return null
    return `arrayExists(number -> number ${sign} ${params.add('Float64', widest(...numbers))}, ${field.numbers()})`
  }
}

function between({ field, values, params }: Subject): string | null {
  const [low, high] = values.map((value) => readNumber(valueText(value)))
  if (low === undefined || high === undefined || low === null || high === null) return null
  const [from, to] = [params.add('Float64', low), params.add('Float64', high)]
  return `arrayExists(number -> greatest(number, ${from}) = number and least(number, ${to}) = number, ${field.numbers()})`
}

function anyTime(sign: string, widest: (...times: number[]) => number): Rule {
  return ({ field, values, params }) => {
    const times = values.flatMap((value) => readTime(valueText(value)) ?? [])
    if (times.length === 0) return null
    return `arrayExists(time -> time ${sign} ${params.add('Int64', widest(...times))}, ${field.times()})`
  }
}

/** A time between two moments that lie so far from now, both included. */
function relative(rangeOf: (now: number, reach: number) => [from: number, to: number]): Rule {
  return ({ field, comparison, now }) => {
    const ends = rangeOf(now, reachOf(comparison))
    const tests = [
      ...(Number.isFinite(ends[0]) ? [`time >= ${ends[0]}`] : []),
      ...(Number.isFinite(ends[1]) ? [`time <= ${ends[1]}`] : []),
    ]
    return `arrayExists(time -> ${joinConditions('all', tests)}, ${field.times()})`
  }
}

/** A time whose month and day, in UTC, are those of today or of one of the days that follow. */
function anniversary({ field, comparison, params, now }: Subject): string {
  const ahead = Array.from({ length: Number(comparison.value) + 1 }, (_, days) => now + days * DAY_MS)
  const days = params.add('Array(String)', [...new Set(ahead.flatMap(daysCelebrated))])
  return `arrayExists(time -> has(${days}, formatDateTime(fromUnixTimestamp64Milli(time, 'UTC'), '%m-%d')), ${field.times()})`
}

/** The days of birth that are celebrated on a day: who was born on a 29th of February waits for March in most years. */
function daysCelebrated(time: number): string[] {
  const date = new Date(time)
  const day = date.toISOString().slice(-19, -14)
  const isLeapYear = new Date(Date.UTC(date.getUTCFullYear(), 1, 29)).getUTCMonth() === 1
  return day === '03-01' && !isLeapYear ? [day, '02-29'] : [day]
}

function lowerText(value: Scalar): string {
  return valueText(value).toLowerCase()
}
