import { operators, type Comparison, type Operator } from '../../model/filter.ts'
import type { Condition, SegmentDefinition } from '../../model/segment.ts'
import { requireReadableTraits } from '../people/index.ts'
import { fail } from '../platform/errors.ts'
import type { Actor } from '../platform/http/index.ts'
import { readNumber, readTime } from './compile/comparable.ts'

const reads = {
  number: { read: readNumber, words: 'a number' },
  time: { read: readTime, words: 'a date such as 2026-01-31' },
} as const

/** What the value of an operator must read as, for the operators that do not take any text. */
const needs: Partial<Record<Operator, keyof typeof reads>> = {
  greater: 'number',
  at_least: 'number',
  less: 'number',
  at_most: 'number',
  before: 'time',
  after: 'time',
}

/** Refuses a definition with a comparison that nothing could ever satisfy. Throws `validation_failed`, naming the place. */
export function checkDefinition({ conditions }: SegmentDefinition): void {
  const problems = comparisonsOf(conditions, 'definition.conditions').flatMap(({ field, comparison }) => {
    const problem = problemOf(comparison)
    return problem ? [{ field, problem }] : []
  })
  const [first] = problems
  if (first) throw fail('validation_failed', `${first.field}: ${first.problem}`, problems)
}

/** Throws `forbidden` when a definition compares a trait that is hidden from the caller: its members would tell the value. */
export function requireReadableDefinition(caller: Actor, { conditions }: SegmentDefinition): void {
  requireReadableTraits(caller, traitComparisons(conditions))
}

function traitComparisons(conditions: Condition[]): Comparison[] {
  return conditions.flatMap((condition) => {
    if (condition.kind === 'group') return traitComparisons(condition.conditions)
    return condition.kind === 'trait' ? [condition.comparison] : []
  })
}

function problemOf({ field, operator, value }: Comparison): string | null {
  if (field.split('.').includes('')) return `“${field}” has an empty part between its dots.`
  const need = needs[operator]
  if (need === undefined || value === undefined) return null
  const { read, words } = reads[need]
  if ([value].flat().every((one) => read(String(one)) !== null)) return null
  return `“${operators[operator]}” compares with ${words}.`
}

function comparisonsOf(conditions: Condition[], at: string): { field: string; comparison: Comparison }[] {
  return conditions.flatMap((condition, index) => {
    const here = `${at}.${index}`
    switch (condition.kind) {
      case 'event':
        return condition.where.map((comparison, place) => ({ field: `${here}.where.${place}`, comparison }))
      case 'trait':
        return [{ field: `${here}.comparison`, comparison: condition.comparison }]
      case 'group':
        return comparisonsOf(condition.conditions, `${here}.conditions`)
    }
  })
}
