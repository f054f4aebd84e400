import {
  needsValue,
  segmentOperators,
  type SegmentComparison,
  type SegmentOperator,
} from '../segment-comparison.ts'
import { seesAmount, takeDuration, takeNumber } from './amounts.ts'
import { nameLength, takeName } from './names.ts'
import {
  attempt,
  demand,
  peek,
  problem,
  sees,
  take,
  TextProblem,
  type NameKind,
  type Reader,
} from './reader.ts'

/** Ways to say an operator; the first is how it is written. */
const phrases: Record<SegmentOperator, readonly string[]> = {
  is: [segmentOperators.is, '=', 'equals', 'is equal to', 'is one of', 'is any of', 'is in'],
  is_not: [
    segmentOperators.is_not,
    '≠',
    '!=',
    "isn't",
    'does not equal',
    'is none of',
    'is not one of',
    'is not in',
  ],
  contains: [segmentOperators.contains, 'includes'],
  not_contains: [segmentOperators.not_contains, "doesn't contain", 'does not include'],
  starts_with: [segmentOperators.starts_with, 'begins with'],
  ends_with: [segmentOperators.ends_with],
  greater: [
    segmentOperators.greater,
    '>',
    'is greater than',
    'is over',
    'is above',
    'over',
    'above',
    'more than',
  ],
  at_least: [segmentOperators.at_least, '≥', '>=', 'at least', 'is greater than or equal to'],
  less: [segmentOperators.less, '<', 'is fewer than', 'is under', 'is below', 'under', 'below', 'less than'],
  at_most: [segmentOperators.at_most, '≤', '<=', 'at most', 'is less than or equal to'],
  between: [segmentOperators.between],
  before: [segmentOperators.before],
  after: [segmentOperators.after],
  set: [segmentOperators.set, 'is set', 'is known', 'exists'],
  not_set: [segmentOperators.not_set, 'is not set', 'is unknown', 'is missing', 'does not exist'],
  within_last: [segmentOperators.within_last, 'is in the last'],
  within_next: [segmentOperators.within_next, 'is in the next'],
  anniversary: [segmentOperators.anniversary],
  before_last: [],
  after_next: [],
}
const operatorOf = new Map(
  (Object.keys(phrases) as SegmentOperator[]).flatMap((operator) =>
    phrases[operator].map((phrase) => [phrase.replace('!=', '!='), operator] as const),
  ),
)
const allPhrases = [...operatorOf.keys()]

/** Whether a name followed by an operator stands here. */
export function seesComparison(reader: Reader, kind: NameKind): boolean {
  const length = nameLength(reader, kind)
  return length !== null && sees(reader, allPhrases, length)
}

/** Reads a comparison such as `country is “DE” or “AT”`. */
export function takeComparison(reader: Reader, kind: NameKind): SegmentComparison {
  return { field: takeName(reader, kind), ...takeCompared(reader, kind) }
}

/** Reads what is said of a value. */
export function takeCompared(reader: Reader, kind: NameKind): Omit<SegmentComparison, 'field'> {
  const phrase = take(reader, allPhrases)
  const operator = phrase === null ? undefined : operatorOf.get(phrase)
  if (!operator)
    throw problem(reader, 'Say how it compares: “is”, “is more than”, “contains”, “has any value” …', [
      'is',
      'is more than',
      'contains',
    ])
  if (!needsValue(operator)) return { operator }
  if (operator === 'within_last' || operator === 'within_next' || operator === 'anniversary') {
    const span = takeDuration(reader, { short: true })
    if (!span) throw problem(reader, 'Say how long: “7 days”.', ['7 days'])
    return operator === 'anniversary'
      ? anniversary(reader, span)
      : { operator, value: span.amount, unit: span.unit }
  }
  if (operator === 'between') return takeBetween(reader)
  return (operator === 'greater' ? takeFarOff(reader) : null) ?? { operator, value: takeValues(reader, kind) }
}

function anniversary(reader: Reader, { amount, unit }: { amount: number; unit: string }) {
  const days = unit === 'day' ? amount : unit === 'week' ? amount * 7 : null
  if (days === null) throw problem(reader, 'An anniversary is so many days off.', [])
  return { operator: 'anniversary' as const, value: days }
}

/** `is more than 3 days ago`, `is more than 3 days from now`. */
function takeFarOff(reader: Reader): Omit<SegmentComparison, 'field'> | null {
  return attempt(reader, () => {
    const span = takeDuration(reader)
    if (!span) return null
    const where = take(reader, ['ago', 'from now'])
    if (!where) throw problem(reader, 'Say “ago” or “from now”.', ['ago', 'from now'])
    return {
      operator: where === 'ago' ? ('before_last' as const) : ('after_next' as const),
      value: span.amount,
      unit: span.unit,
    }
  })
}

function takeBetween(reader: Reader): Omit<SegmentComparison, 'field'> {
  const low = takeScalar(reader)
  if (low === null) throw missingValue(reader)
  demand(reader, ['and'], 'Give the upper end, too: “between 1 and 5”.')
  const high = takeScalar(reader)
  if (high === null) throw missingValue(reader)
  return { operator: 'between', value: [low, high] }
}

type Scalar = string | number | boolean

/** One value, or several with commas and `or` between them. */
function takeValues(reader: Reader, kind: NameKind): Scalar | Scalar[] {
  const first = takeScalar(reader)
  if (first === null) throw missingValue(reader)
  const values: Scalar[] = [first]
  for (;;) {
    const next = attempt(reader, () => {
      if (!take(reader, [', or', 'or', ','])) return null
      if (seesComparison(reader, kind) || seesAmount(reader)) return null
      return takeScalar(reader)
    })
    if (next === null) return values.length === 1 ? first : values
    values.push(next)
  }
}

function takeScalar(reader: Reader): Scalar | null {
  const token = peek(reader)
  if (!token) return null
  if (token.kind === 'number') return takeNumber(reader)
  if (take(reader, ['yes', 'true'])) return true
  if (take(reader, ['no', 'false'])) return false
  if (token.kind !== 'quoted' && token.kind !== 'date' && nameLength(reader, 'property') === null) return null
  reader.at += 1
  return token.text
}

function missingValue(reader: Reader): TextProblem {
  return problem(reader, 'Here a value is missing to compare with. Put texts in quotes.', [])
}

/** Reads comparisons with `and` or `or` between them, as far as they go. */
export function takeComparisons(
  reader: Reader,
  kind: NameKind,
): { where: SegmentComparison[]; where_match?: 'any' } {
  const where = [takeComparison(reader, kind)]
  const joined = new Set<string>()
  for (;;) {
    const place = peek(reader)
    const next = attempt(reader, () => {
      const connector = take(reader, [', and', ', or', 'and', 'or', ','])
      if (!connector || !seesComparison(reader, kind)) return null
      return { connector, comparison: takeComparison(reader, kind) }
    })
    if (!next) break
    if (next.connector !== ',') joined.add(next.connector.replace(', ', ''))
    if (joined.size > 1)
      throw new TextProblem('“and” and “or” cannot stand side by side here.', place ?? { from: 0, to: 0 })
    where.push(next.comparison)
  }
  return joined.has('or') ? { where, where_match: 'any' } : { where }
}
