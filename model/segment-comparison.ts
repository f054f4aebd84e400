import { z } from 'zod'
import { operators } from './filter.ts'

/** The lengths of the units of time in which segments are told, in ms. */
export const units = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
} as const satisfies Record<string, number>
export type Unit = keyof typeof units

const unitNames = Object.keys(units) as [Unit, ...Unit[]]
export const unit = z.enum(unitNames)
export const amount = z.number().int().min(1).max(100_000)
export const duration = z.object({ amount, unit })
export type Duration = z.infer<typeof duration>

/** How long it is, in ms. */
export function lengthOf({ amount, unit }: Duration): number {
  return amount * units[unit]
}

/** How a segment may compare a value: as any filter does, and also by how far a date is from now. */
export const segmentOperators = {
  ...operators,
  ends_with: 'ends with',
  between: 'is between',
  within_last: 'is within the last',
  before_last: 'is more than … ago',
  within_next: 'is within the next',
  after_next: 'is more than … from now',
  anniversary: 'has its anniversary within the next',
} as const satisfies Record<string, string>
export type SegmentOperator = keyof typeof segmentOperators

/** The operators whose value is an amount of time from now, in the comparison's unit. */
export const relativeOperators: readonly SegmentOperator[] = [
  'within_last',
  'before_last',
  'within_next',
  'after_next',
  'anniversary',
]

const operatorNames = Object.keys(segmentOperators) as [SegmentOperator, ...SegmentOperator[]]
const scalar = z.union([z.string().max(1000), z.number(), z.boolean()])
const MAX_ANNIVERSARY_DAYS = 365

/**
 * A comparison of one named value: a trait, a property of an event, a field of a deal. Dots reach into objects.
 * `between` takes the two ends; the relative operators take an amount of the unit, days unless said.
 */
export const segmentComparison = z
  .object({
    field: z.string().min(1).max(200),
    operator: z.enum(operatorNames),
    value: z.union([scalar, z.array(scalar).min(1).max(100)]).optional(),
    unit: unit.optional(),
  })
  .superRefine((comparison, context) => {
    const problem = problemOf(comparison)
    if (problem) context.addIssue({ code: 'custom', message: problem, path: ['value'] })
  })
export type SegmentComparison = {
  field: string
  operator: SegmentOperator
  value?: string | number | boolean | (string | number | boolean)[] | undefined
  unit?: Unit | undefined
}

/** Whether the operator compares with a value at all. */
export function needsValue(operator: SegmentOperator): boolean {
  return operator !== 'set' && operator !== 'not_set'
}

/** How far from now a relative comparison reaches, in ms; an anniversary counts in days. */
export function reachOf({ operator, value, unit: chosen }: SegmentComparison): number {
  return Number(value) * units[operator === 'anniversary' ? 'day' : (chosen ?? 'day')]
}

function problemOf({ operator, value }: SegmentComparison): string | null {
  if (!needsValue(operator)) return null
  if (value === undefined) return 'needs a value to compare with'
  if (operator === 'between' && !(Array.isArray(value) && value.length === 2))
    return 'needs two values, the lower end and the upper'
  if (!relativeOperators.includes(operator)) return null
  const most = operator === 'anniversary' ? MAX_ANNIVERSARY_DAYS : 100_000
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return null
  return `needs an amount of time: a whole number from 1 to ${most.toLocaleString('en')}`
}
