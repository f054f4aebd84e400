import type { SegmentComparison, SegmentOperator, Unit } from '../segment-comparison.ts'
import { TextProblem } from '../segment-text/reader.ts'
import type { Argument, Call } from './read-query.ts'

type Compared = Omit<SegmentComparison, 'field'>

/** Segment's comparators and ours. `differs` is true of those only who have a value. */
const operators: Record<string, SegmentOperator> = {
  equals: 'is',
  differs: 'is_not',
  absent: 'not_set',
  exists: 'set',
  greater_than: 'greater',
  at_least: 'at_least',
  less_than: 'less',
  at_most: 'at_most',
  contains: 'contains',
  omits: 'not_contains',
  starts_with: 'starts_with',
  ends_with: 'ends_with',
  one_of: 'is',
  before_date: 'before',
  after_date: 'after',
  within_last: 'within_last',
  within_next: 'within_next',
  before_last: 'before_last',
  after_next: 'after_next',
}

/** What a comparator says of a value. Throws a `TextProblem` for what cannot be said here. */
export function comparedBy(call: Call): Compared {
  const operator = operators[call.name]
  if (!operator) throw new TextProblem(`${call.name}() compares nothing that could be translated.`, call)
  if (operator === 'set' || operator === 'not_set') return { operator }
  const [first] = call.args
  if (first?.kind === 'duration') return { operator, value: first.amount, unit: unitOf(first.unit) }
  const values = call.args.map((argument) => literal(argument, call))
  const [value] = values
  if (value === undefined) throw new TextProblem(`${call.name}() needs a value.`, call)
  return { operator, value: values.length > 1 ? values : value }
}

/** A plain value; `literal(5)` is one, too. */
function literal(argument: Argument, place: Call): string | number | boolean {
  if (argument.kind === 'value') return argument.value
  if (argument.kind === 'query' && argument.query.kind === 'chain') {
    const [only, ...more] = argument.query.calls
    const [inner] = only?.args ?? []
    if (only?.name === 'literal' && more.length === 0 && inner) return literal(inner, place)
  }
  throw new TextProblem('Two values are compared with each other, which conditions here cannot do.', place)
}

/** The name in `event('…')`, `trait('…')` or `property('…')`. */
export function nameIn(call: Call): string {
  const [first] = call.args
  if (first?.kind === 'value' && typeof first.value === 'string') return first.value
  throw new TextProblem(`${call.name}(…) needs a name in quotes.`, call)
}

export function unitOf(unit: string): Unit {
  return unit === 'minute' || unit === 'hour' || unit === 'week' ? unit : 'day'
}
