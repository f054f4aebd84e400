import { z } from 'zod'
import { amount, duration, segmentComparison, unit } from './segment-comparison.ts'

const MAX_COMPARISONS = 10
const MAX_STEPS = 8
const MAX_TIMES = 1_000_000

const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })])

/**
 * When something happened: within the last days, more than some days ago, between so many days ago and so many, or
 * between two moments, of which the later one is not part; an end left open is null.
 */
export const eventWindow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('last'), amount, unit }),
  z.object({ kind: z.literal('before_last'), amount, unit }),
  z
    .object({ kind: z.literal('ago'), from: amount, to: amount, unit })
    .refine(({ from, to }) => from > to, { message: 'must be longer ago than the end', path: ['from'] }),
  z
    .object({
      kind: z.literal('between'),
      from: moment.nullable().default(null),
      to: moment.nullable().default(null),
    })
    .refine(({ from, to }) => from === null || to === null || Date.parse(from) < Date.parse(to), {
      message: 'must be later than the beginning',
      path: ['to'],
    }),
])
export type EventWindow = z.infer<typeof eventWindow>

const matching = {
  where: z.array(segmentComparison).max(MAX_COMPARISONS).default([]),
  /** Whether all comparisons must hold, as they must unless said otherwise, or one is enough. */
  where_match: z.enum(['all', 'any']).optional(),
}
const eventFilterShape = { event: z.string().min(1).max(200), ...matching }

/** Which events are meant: those of a name whose properties satisfy the comparisons. */
export const eventFilter = z.object(eventFilterShape)
export type EventFilter = z.infer<typeof eventFilter>

/** How often: at least `times` unless `how` says otherwise; `between` reaches to `times_to`. */
export const counting = {
  times: z.number().int().min(0).max(MAX_TIMES).default(1),
  how: z.enum(['at_least', 'at_most', 'exactly', 'between']).optional(),
  times_to: z.number().int().min(0).max(MAX_TIMES).optional(),
}
const countShape = z.object(counting)
export type Counting = z.infer<typeof countShape>

/** Refuses counts that mean nothing: for `superRefine` of conditions that have `counting`. */
export function checkCounting(
  { how = 'at_least', times, times_to }: Counting,
  context: z.RefinementCtx,
): void {
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: 'custom', message, path: [field] })
  if (how === 'at_least' && times < 1)
    refuse('times', 'must be 1 or more: at least 0 times is true of everybody')
  if (how !== 'between' && times_to !== undefined) refuse('times_to', 'is for “between” only')
  if (how === 'between' && (times_to ?? -1) < times)
    refuse('times_to', 'is the upper end of “between” and must not be less than `times`')
}

/** "Did Order Completed with value over 100 at least 3 times within the last 30 days", or did not. */
export const eventCondition = z
  .object({
    kind: z.literal('event'),
    did: z.boolean().default(true),
    ...eventFilterShape,
    ...counting,
    /** Short for a window of the last days. */
    days: z.number().int().min(1).max(3650).nullable().default(null),
    window: eventWindow.optional(),
  })
  .superRefine(checkCounting)
  .refine(({ days, window }) => days === null || window === undefined, {
    message: 'cannot stand beside `days`: give one of them',
    path: ['window'],
  })
export type EventCondition = z.infer<typeof eventCondition>

/** "Did Order Completed for the first time within the last 7 days". */
export const occurrenceCondition = z.object({
  kind: z.literal('occurrence'),
  which: z.enum(['first', 'last']),
  ...eventFilterShape,
  window: eventWindow,
})
export type OccurrenceCondition = z.infer<typeof occurrenceCondition>

/** "The sum of total over Order Completed is at least 500 within the last 90 days". */
export const aggregateCondition = z.object({
  kind: z.literal('aggregate'),
  of: z.enum(['sum', 'average', 'smallest', 'largest', 'distinct']),
  field: z.string().min(1).max(200),
  ...eventFilterShape,
  operator: z.enum(['is', 'greater', 'at_least', 'less', 'at_most']),
  value: z.number().min(-1e12).max(1e12),
  window: eventWindow.optional(),
})
export type AggregateCondition = z.infer<typeof aggregateCondition>

const sequenceStep = z.object({
  ...eventFilterShape,
  /** How soon after the step before it. */
  within: duration.optional(),
  /** What must not happen between the step before it and this one. */
  without: z.array(eventFilter).max(3).optional(),
})
export type SequenceStep = z.infer<typeof sequenceStep>

/**
 * "Did A, then B within 3 days without C between": each step later than the one before it, all with the same value of
 * a property if `same` names one. With `absent` it ends with what did not happen afterwards, within a time or at all.
 */
export const sequenceCondition = z
  .object({
    kind: z.literal('sequence'),
    did: z.boolean().default(true),
    steps: z.array(sequenceStep).min(1).max(MAX_STEPS),
    absent: z.object({ ...eventFilterShape, within: duration.optional() }).optional(),
    same: z.string().min(1).max(200).optional(),
    /** How long the whole of it may take, from the first step to the last. */
    within: duration.optional(),
    /** When its steps happened. */
    window: eventWindow.optional(),
  })
  .refine(({ steps, absent }) => steps.length > 1 || absent !== undefined, {
    message: 'needs two steps, or one and what did not happen afterwards',
    path: ['steps'],
  })
export type SequenceCondition = z.infer<typeof sequenceCondition>

/** "Has at least one deal whose state is open and whose amount is more than 10,000", or has not. */
export const dealCondition = z
  .object({ kind: z.literal('deal'), has: z.boolean().default(true), ...matching, ...counting })
  .superRefine(checkCounting)
export type DealCondition = z.infer<typeof dealCondition>

/** When the events count that a condition is about; null for ever. */
export function windowOf(condition: {
  days?: number | null
  window?: EventWindow | undefined
}): EventWindow | null {
  if (condition.window) return condition.window
  return condition.days ? { kind: 'last', amount: condition.days, unit: 'day' } : null
}
