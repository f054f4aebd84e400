import { operators, type Comparison, type Operator } from './filter.ts'
import type { Condition, EventCondition, GroupCondition, SegmentDefinition } from './segment.ts'

/** The whole definition as one sentence: `People who did “Order Completed” at least 3 times, and whose country is “DE”.` */
export function segmentSentence(definition: SegmentDefinition): string {
  const { match, conditions } = definition
  if (conditions.length === 0) return 'Nobody yet: there is no condition.'
  return `People ${joinConditions(conditions, match)}.`
}

/** One condition as a clause that follows "people": `who did “Signed Up” within the last 7 days`. */
function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case 'event':
      return eventWords(condition)
    case 'trait':
      return `whose ${comparisonWords(condition.comparison)}`
    case 'group':
      return groupWords(condition)
  }
}

/** A comparison in words: `country is “DE” or “AT”`, `plan has any value`. */
export function comparisonWords(comparison: Comparison): string {
  const { field, operator, value } = comparison
  if (!needsValue(operator) || value === undefined) return `${field} ${operators[operator]}`
  return `${field} ${operators[operator]} ${valueWords(value)}`
}

/** Whether the operator compares with a value at all. */
export function needsValue(operator: Operator): boolean {
  return operator !== 'set' && operator !== 'not_set'
}

function eventWords(condition: EventCondition): string {
  const { event, where, days } = condition
  const filter = where.length > 0 ? ` where ${joinWords(where.map(comparisonWords), 'and')}` : ''
  const time =
    days === null ? '' : days === 1 ? ' within the last day' : ` within the last ${formatCount(days)} days`
  const times = timesWords(condition)
  const separator = filter !== '' && (times !== '' || time !== '') ? ',' : ''
  return `who ${verb(condition)} “${event}”${filter}${separator}${times}${time}`
}

function verb({ did, times }: EventCondition): string {
  return did || times > 1 ? 'did' : 'did not do'
}

function timesWords({ did, times }: EventCondition): string {
  if (times === 1) return ''
  return did ? ` at least ${formatCount(times)} times` : ` fewer than ${formatCount(times)} times`
}

function groupWords({ match, conditions }: GroupCondition): string {
  const words = joinConditions(conditions, match)
  return conditions.length > 1 ? `(${words})` : words
}

function joinConditions(conditions: Condition[], match: 'all' | 'any'): string {
  const word = match === 'all' ? 'and' : 'or'
  return conditions.map(conditionWords).join(`, ${word} `)
}

function valueWords(value: NonNullable<Comparison['value']>): string {
  return Array.isArray(value) ? joinWords(value.map(scalarWords), 'or') : scalarWords(value)
}

function scalarWords(value: string | number | boolean): string {
  if (typeof value === 'string') return `“${value}”`
  return typeof value === 'number' ? formatNumber(value) : value ? 'yes' : 'no'
}

function joinWords(words: string[], last: 'and' | 'or'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

function formatCount(count: number): string {
  return count.toLocaleString('en')
}

function formatNumber(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 20, useGrouping: Math.abs(value) >= 10_000 })
}
