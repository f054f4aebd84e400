import {
  segmentOperators,
  type SegmentComparison,
  type SegmentOperator,
} from '../../model/segment-comparison.ts'
import type { Condition } from '../../model/segment-condition.ts'
import { subjectProblems } from '../../model/segment-subjects.ts'
import type { SegmentDefinition } from '../../model/segment.ts'
import { fail } from '../platform/errors.ts'
import { readNumber, readTime } from './compile/comparable.ts'

const reads = {
  number: { read: readNumber, words: 'a number' },
  time: { read: readTime, words: 'a date such as 2026-01-31' },
} as const

/** What the value of an operator must read as, for the operators that do not take any text. */
const needs: Partial<Record<SegmentOperator, keyof typeof reads>> = {
  greater: 'number',
  at_least: 'number',
  less: 'number',
  at_most: 'number',
  between: 'number',
  before: 'time',
  after: 'time',
}

type Problem = { field: string; problem: string }

/** Refuses a definition with something that nothing could ever satisfy. Throws `validation_failed`, naming the place. */
export function checkDefinition(definition: SegmentDefinition): void {
  refuseAny([
    ...subjectProblems(definition).map(({ path, problem }) => ({
      field: ['definition', ...path].join('.'),
      problem,
    })),
    ...definition.conditions.flatMap((one, index) => problemsIn(one, `definition.conditions.${index}`)),
  ])
}

/** The same of a condition on people that stands somewhere else, at a place in what was sent. */
export function checkCondition(condition: Condition, at: string): void {
  const misplaced = subjectProblems({ match: 'all', conditions: [condition] })
  refuseAny([
    ...misplaced.map(({ path, problem }) => ({ field: [at, ...path.slice(2)].join('.'), problem })),
    ...problemsIn(condition, at),
  ])
}

function refuseAny(problems: Problem[]): void {
  const [first] = problems
  if (first) throw fail('validation_failed', `${first.field}: ${first.problem}`, problems)
}

function problemsIn(condition: Condition, at: string): Problem[] {
  const inWhere = (where: SegmentComparison[], place: string) =>
    where.flatMap((comparison, index) => problemOf(comparison, `${place}.where.${index}`))
  switch (condition.kind) {
    case 'event':
    case 'occurrence':
    case 'deal':
      return inWhere(condition.where, at)
    case 'aggregate':
      return [...inWhere(condition.where, at), ...emptyPart(condition.field, `${at}.field`)]
    case 'sequence':
      return [
        ...condition.steps.flatMap((step, index) => [
          ...inWhere(step.where, `${at}.steps.${index}`),
          ...(step.without ?? []).flatMap((one, place) =>
            inWhere(one.where, `${at}.steps.${index}.without.${place}`),
          ),
        ]),
        ...inWhere(condition.absent?.where ?? [], `${at}.absent`),
        ...emptyPart(condition.same ?? 'any', `${at}.same`),
      ]
    case 'trait':
      return problemOf(condition.comparison, `${at}.comparison`)
    case 'place':
      return [
        ...emptyPart(condition.latitude_field, `${at}.latitude_field`),
        ...emptyPart(condition.longitude_field, `${at}.longitude_field`),
      ]
    case 'reach':
      return emptyPart(condition.consent ?? 'any', `${at}.consent`)
    case 'segment':
    case 'sample':
    case 'owner':
      return []
    case 'company':
    case 'people':
    case 'group':
      return condition.conditions.flatMap((one, index) => problemsIn(one, `${at}.conditions.${index}`))
  }
}

function problemOf({ field, operator, value }: SegmentComparison, at: string): Problem[] {
  const [empty] = emptyPart(field, at)
  if (empty) return [empty]
  const need = needs[operator]
  if (need === undefined || value === undefined) return []
  const { read, words } = reads[need]
  const values = [value].flat()
  if (!values.every((one) => read(String(one)) !== null))
    return [{ field: at, problem: `“${segmentOperators[operator]}” compares with ${words}.` }]
  if (operator === 'between' && Number(values[0]) > Number(values[1]))
    return [{ field: at, problem: 'The lower end of “is between” comes first.' }]
  return []
}

function emptyPart(name: string, at: string): Problem[] {
  return name.split('.').includes('')
    ? [{ field: at, problem: `“${name}” has an empty part between its dots.` }]
    : []
}
