import { z } from 'zod'
import { segmentComparison } from './segment-comparison.ts'
import { reachCondition, type ReachCondition } from './segment-reach.ts'
import {
  aggregateCondition,
  checkCounting,
  counting,
  dealCondition,
  eventCondition,
  occurrenceCondition,
  sequenceCondition,
  type AggregateCondition,
  type Counting,
  type DealCondition,
  type EventCondition,
  type OccurrenceCondition,
  type SequenceCondition,
} from './segment-event.ts'

export const MAX_CONDITIONS = 50
/** How many groups may lie in each other. */
export const MAX_DEPTH = 5
const MAX_OWNERS = 50

/** A comparison of a trait of whoever is meant: the person, or the company. */
const traitCondition = z.object({ kind: z.literal('trait'), comparison: segmentComparison })
export type TraitCondition = z.infer<typeof traitCondition>

/** "Lives within 20 km of this point", by two traits in degrees; or not. */
const placeCondition = z.object({
  kind: z.literal('place'),
  within: z.boolean().default(true),
  latitude_field: z.string().min(1).max(200),
  longitude_field: z.string().min(1).max(200),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  kilometers: z.number().min(0.001).max(20_000),
})
export type PlaceCondition = z.infer<typeof placeCondition>

/** "Is in the segment", or is not. */
const segmentCondition = z.object({
  kind: z.literal('segment'),
  in: z.boolean().default(true),
  segment: z.uuid(),
})
export type SegmentMembershipCondition = z.infer<typeof segmentCondition>

/** "Is owned by Ana, or by nobody" (null), of a person or a company; or is not. */
const ownerCondition = z.object({
  kind: z.literal('owner'),
  is: z.boolean().default(true),
  owners: z.array(z.string().min(1).max(100).nullable()).min(1).max(MAX_OWNERS),
})
export type OwnerCondition = z.infer<typeof ownerCondition>

const BUCKETS_PER_PERCENT = 100
const percent = z
  .number()
  .min(0)
  .max(100)
  .refine((value) => Math.abs(value * BUCKETS_PER_PERCENT - Math.round(value * BUCKETS_PER_PERCENT)) < 1e-6, {
    message: 'has more than two decimals',
  })

/**
 * "Is in a random 10 %": everybody has a place from 0 to 100 that follows from their id and the key alone and never
 * changes; meant are those from `from` on and before `to`. Under another key the places are others.
 */
const sampleCondition = z
  .object({
    kind: z.literal('sample'),
    key: z.string().min(1).max(100),
    from: percent.default(0),
    to: percent,
  })
  .refine(({ from, to }) => from < to, { message: 'must be more than the beginning', path: ['to'] })
export type SampleCondition = z.infer<typeof sampleCondition>

/** Of how many equal shares a random sample is made, and which of them it has: from the first on, before the second. */
export const SAMPLE_BUCKETS = 100 * BUCKETS_PER_PERCENT
export function bucketsOf({ from, to }: Pick<SampleCondition, 'from' | 'to'>): [from: number, to: number] {
  return [Math.round(from * BUCKETS_PER_PERCENT), Math.round(to * BUCKETS_PER_PERCENT)]
}

export const match = z.enum(['all', 'any', 'none'])
export type Match = z.infer<typeof match>

export type GroupCondition = { kind: 'group'; match: Match; conditions: Condition[] }

/** "Has at least 3 people who …": of a company. */
export type PeopleCondition = Counting & { kind: 'people'; match: Match; conditions: Condition[] }

/** "Belongs to a company which …", or belongs to none such. */
export type CompanyCondition = {
  kind: 'company'
  belongs: boolean
  match: Match
  conditions: Condition[]
}

export type Condition =
  | EventCondition
  | OccurrenceCondition
  | AggregateCondition
  | SequenceCondition
  | TraitCondition
  | PlaceCondition
  | SegmentMembershipCondition
  | SampleCondition
  | OwnerCondition
  | ReachCondition
  | DealCondition
  | CompanyCondition
  | PeopleCondition
  | GroupCondition

const peopleCondition = z
  .object({
    kind: z.literal('people'),
    ...counting,
    match: match.default('all'),
    get conditions(): z.ZodType<Condition[]> {
      return z.array(condition).min(1).max(MAX_CONDITIONS)
    },
  })
  .superRefine(checkCounting)

// The id gives it a place of its own in the description of the API: it contains itself.
export const condition: z.ZodType<Condition> = z
  .discriminatedUnion('kind', [
    eventCondition,
    occurrenceCondition,
    aggregateCondition,
    sequenceCondition,
    traitCondition,
    placeCondition,
    segmentCondition,
    sampleCondition,
    ownerCondition,
    reachCondition,
    dealCondition,
    peopleCondition,
    z.object({
      kind: z.literal('company'),
      belongs: z.boolean().default(true),
      match: match.default('all'),
      get conditions(): z.ZodType<Condition[]> {
        return z.array(condition).min(1).max(MAX_CONDITIONS)
      },
    }),
    z.object({
      kind: z.literal('group'),
      match,
      get conditions(): z.ZodType<Condition[]> {
        return z.array(condition).min(1).max(MAX_CONDITIONS)
      },
    }),
  ])
  .meta({ id: 'SegmentCondition' })

/** The conditions directly inside of a condition; none for most. */
export function inside(one: Condition): readonly Condition[] {
  return one.kind === 'group' || one.kind === 'company' || one.kind === 'people' ? one.conditions : []
}

/** How many conditions there are, those in groups included and the groups not. */
export function countConditions(conditions: readonly Condition[]): number {
  return conditions.reduce((sum, one) => sum + (countConditions(inside(one)) || 1), 0)
}

/** How deep conditions lie in each other; 1 when there is no group. */
export function depthOf(conditions: readonly Condition[]): number {
  return 1 + Math.max(0, ...conditions.map((one) => (inside(one).length > 0 ? depthOf(inside(one)) : 0)))
}
