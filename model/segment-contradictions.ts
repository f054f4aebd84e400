import type { SegmentComparison, SegmentOperator } from './segment-comparison.ts'
import type { Condition } from './segment-condition.ts'
import { windowOf, type EventCondition } from './segment-event.ts'
import { conditionText } from './segment-same.ts'
import type { SegmentDefinition } from './segment.ts'

/** A condition that must hold, or must not. */
type Literal = { condition: Condition; holds: boolean }

/**
 * Two conditions of a definition that can never hold together, so that nobody satisfies it; null when none are found. Only
 * what is certain counts: a trait may be a list of which one value is this and another that.
 */
export function findContradiction(definition: SegmentDefinition): [Condition, Condition] | null {
  const literals = literalsOf({ kind: 'group', ...definition }, true)
  for (const [place, one] of literals.entries()) {
    const other = literals.slice(0, place).find((before) => excludes(one, before) || excludes(before, one))
    if (other) return [other.condition, one.condition]
  }
  return null
}

/** Everything that has to be so for a condition to hold, as far as that is certain. */
function literalsOf(condition: Condition, holds: boolean): Literal[] {
  if (condition.kind !== 'group') return [{ condition, holds }]
  const { match, conditions } = condition
  const each = (each: boolean) => conditions.flatMap((one) => literalsOf(one, each))
  if (holds)
    return match === 'all' || (match === 'any' && conditions.length === 1)
      ? each(true)
      : match === 'none'
        ? each(false)
        : []
  return match === 'any' || (match === 'all' && conditions.length === 1) ? each(false) : []
}

function excludes(one: Literal, other: Literal): boolean {
  const [a, b] = [positive(one), positive(other)]
  if (a.text === b.text && a.holds !== b.holds) return true
  return neverDid(one, other) || hasNoValue(one, other)
}

/** Without a "not" of its own: "did not do" is "did", and must not hold. */
function positive({ condition, holds }: Literal): { text: string; holds: boolean } {
  const said = sayingNot(condition)
  return said ? { text: conditionText(said), holds: !holds } : { text: conditionText(condition), holds }
}

const opposites: Partial<Record<SegmentOperator, SegmentOperator>> = {
  is_not: 'is',
  not_contains: 'contains',
  not_set: 'set',
}

function sayingNot(condition: Condition): Condition | null {
  switch (condition.kind) {
    case 'event':
    case 'sequence':
      return condition.did ? null : { ...condition, did: true }
    case 'deal':
      return condition.has ? null : { ...condition, has: true }
    case 'company':
      return condition.belongs ? null : { ...condition, belongs: true }
    case 'owner':
      return condition.is ? null : { ...condition, is: true }
    case 'reach':
      return condition.can ? null : { ...condition, can: true }
    case 'segment':
      return condition.in ? null : { ...condition, in: true }
    case 'place':
      return condition.within ? null : { ...condition, within: true }
    case 'trait': {
      const operator = opposites[condition.comparison.operator]
      return operator ? { kind: 'trait', comparison: { ...condition.comparison, operator } } : null
    }
    default:
      return null
  }
}

/** "Never did it" and "did it, somehow, at some time". */
function neverDid(never: Literal, other: Literal): boolean {
  if (never.condition.kind !== 'event' || !isPlainly(never.condition)) return false
  if (never.condition.did === never.holds) return false
  const event = eventThatHappened(other)
  return event !== null && event === never.condition.event
}

function isPlainly({ where, times, how, ...when }: EventCondition): boolean {
  return where.length === 0 && times === 1 && (how ?? 'at_least') === 'at_least' && windowOf(when) === null
}

function eventThatHappened({ condition, holds }: Literal): string | null {
  if (condition.kind === 'occurrence') return holds ? condition.event : null
  if (condition.kind !== 'event' || condition.did !== holds) return null
  const least = condition.how === 'at_most' ? 0 : condition.times
  return least > 0 ? condition.event : null
}

/** Operators that hold for nobody who has no value. */
const needValue: readonly SegmentOperator[] = [
  'is',
  'contains',
  'starts_with',
  'ends_with',
  'greater',
  'at_least',
  'less',
  'at_most',
  'between',
  'before',
  'after',
]

function hasNoValue(none: Literal, other: Literal): boolean {
  const [missing, compared] = [comparisonOf(none), comparisonOf(other)]
  if (!missing || !compared || missing.field !== compared.field) return false
  const isMissing = missing.operator === (none.holds ? 'not_set' : 'set')
  return isMissing && other.holds && needValue.includes(compared.operator)
}

function comparisonOf({ condition }: Literal): SegmentComparison | null {
  return condition.kind === 'trait' ? condition.comparison : null
}
