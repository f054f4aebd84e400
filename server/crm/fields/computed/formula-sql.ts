import { formulaColumns } from '../../../../model/formula/formula-fields.ts'
import type { FunctionName } from '../../../../model/formula/formula-functions.ts'
import type { FormulaType, Typed } from '../../../../model/formula/formula-types.ts'
import { invariant } from '../../../platform/errors.ts'

const MOST_CHARACTERS = 1_000
const MOST_DAYS = 1_000_000
const LARGEST = '1e15'
const MOMENT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`

/**
 * A formula as SQL over the row `new` of a trigger, which gives jsonb, null for no value. No input makes it fail: what
 * cannot be worked out has no value.
 */
export function formulaSql(formula: Typed, object: string): string {
  const value = sqlOf(formula, object)
  switch (formula.type) {
    case 'number':
      return `(select case when abs(v) <= ${LARGEST} then to_jsonb(trim_scale(round(v, 6))) end from (select ${value} as v) x)`
    case 'text':
      return `to_jsonb(left(nullif(${value}, ''), ${MOST_CHARACTERS}))`
    case 'boolean':
      return `to_jsonb(${value})`
    case 'date':
    case 'moment':
      return `to_jsonb(${asText({ value, type: formula.type })})`
  }
}

function sqlOf(node: Typed, object: string): string {
  switch (node.kind) {
    case 'literal':
      return literal(node.value)
    case 'field':
      return fieldSql(node.key, node.type, object)
    case 'unary':
      return `(${node.operator} ${sqlOf(node.of, object)})`
    case 'binary':
      return binary(node, object)
    case 'call': {
      const given = node.arguments.map((one) => ({ value: sqlOf(one, object), type: one.type }))
      return functions[node.name as FunctionName](given)
    }
  }
}

function literal(value: number | string | boolean): string {
  if (typeof value === 'string') return `(${quoted(value)}::text)`
  return typeof value === 'number' ? `(${value}::numeric)` : `${value}`
}

/** A text of SQL; the setting that gives a backslash a meaning is off in every PostgreSQL since 9.1. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

const casts: Record<FormulaType, string> = {
  number: 'numeric',
  text: 'text',
  boolean: 'boolean',
  date: 'date',
  moment: 'timestamptz',
}

function fieldSql(key: string, type: FormulaType, object: string): string {
  invariant(/^[a-z][a-z0-9_]*$/.test(key), 'A key of a field is a plain word.')
  if (Object.hasOwn(formulaColumns(object), key)) return `(new.${key}::${casts[type]})`
  return `((new.fields ->> '${key}')::${casts[type]})`
}

type Given = { value: string; type: FormulaType }
type Binary = Extract<Typed, { kind: 'binary' }>

/** Two empty values are equal, and an empty one is unlike any other. */
function binary({ operator, left, right }: Binary, object: string): string {
  const [a, b] = [sqlOf(left, object), sqlOf(right, object)]
  switch (operator) {
    case '&':
      return `(coalesce(${asText({ value: a, type: left.type })}, '') || coalesce(${asText({ value: b, type: right.type })}, ''))`
    case '/':
      return `(${a} / nullif(${b}, 0))`
    case '=':
      return `(${a} is not distinct from ${b})`
    case '!=':
      return `(${a} is distinct from ${b})`
    default:
      return `(${a} ${operator} ${b})`
  }
}

function asText({ value, type }: Given): string {
  switch (type) {
    case 'number':
      return `trim_scale(round(${value}, 6))::text`
    case 'text':
      return value
    case 'boolean':
      return `(case ${value} when true then 'yes' when false then 'no' end)`
    case 'date':
      return `to_char(${value}, 'YYYY-MM-DD')`
    case 'moment':
      return `to_char(${value} at time zone 'UTC', ${MOMENT})`
  }
}

const listed = (given: Given[]) => given.map(({ value }) => value).join(', ')
const inUtc = ({ value, type }: Given) => (type === 'moment' ? `(${value} at time zone 'UTC')` : value)

/** Both as days, when both are; else as moments. */
function daysBetween([from, to]: Given[]): string {
  invariant(from && to, 'days_between takes two values.')
  if (from.type === 'date' && to.type === 'date') return `((${to.value} - ${from.value})::numeric)`
  return `(extract(epoch from ${inUtc(to)}::timestamp - ${inUtc(from)}::timestamp)::numeric / 86400)`
}

const functions: Record<FunctionName, (given: Given[]) => string> = {
  if: ([condition, yes, no]) => `(case when ${condition?.value} then ${yes?.value} else ${no?.value} end)`,
  coalesce: (given) => `coalesce(${listed(given)})`,
  is_empty: ([one]) =>
    one?.type === 'text' ? `(nullif(${one.value}, '') is null)` : `(${one?.value} is null)`,
  round: ([one, decimals]) => `round(${one?.value}, ${decimals?.value}::int)`,
  floor: (given) => `floor(${listed(given)})`,
  ceiling: (given) => `ceiling(${listed(given)})`,
  abs: (given) => `abs(${listed(given)})`,
  min: (given) => `least(${listed(given)})`,
  max: (given) => `greatest(${listed(given)})`,
  concat: (given) => `concat(${given.map(asText).join(', ')})`,
  lower: (given) => `lower(${listed(given)})`,
  upper: (given) => `upper(${listed(given)})`,
  length: (given) => `(length(${listed(given)})::numeric)`,
  date: (given) => `(${listed(given)}::date)`,
  days_between: daysBetween,
  add_days: ([day, days]) =>
    `(case when abs(${days?.value}) < ${MOST_DAYS} then ${day?.value} + floor(${days?.value})::int end)`,
  year: ([one]) => (one ? `(extract(year from ${inUtc(one)})::numeric)` : 'null'),
  month: ([one]) => (one ? `(extract(month from ${inUtc(one)})::numeric)` : 'null'),
}
