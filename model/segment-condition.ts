import { z } from 'zod'
import { segmentComparison } from './segment-comparison.ts'
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

/** A comparison of a trait of the person, or of the company where a company is meant. */
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

export const match = z.enum(['all', 'any', 'none'])
export type Match = z.infer<typeof match>

export type GroupCondition = { kind: 'group'; match: Match; conditions: Condition[] }

/** "Has at least 3 people who …": of a company. */
export type PeopleCondition = Counting & { kind: 'people'; match: Match; conditions: Condition[] }
export type CompanyPart = TraitCondition | DealCondition | PeopleCondition

/** "Belongs to a company which …", or belongs to none such. */
export type CompanyCondition = {
  kind: 'company'
  belongs: boolean
  match: Match
  conditions: CompanyPart[]
}

export type Condition =
  | EventCondition
  | OccurrenceCondition
  | AggregateCondition
  | SequenceCondition
  | TraitCondition
  | PlaceCondition
  | SegmentMembershipCondition
  | DealCondition
  | CompanyCondition
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

const companyPart = z.discriminatedUnion('kind', [traitCondition, dealCondition, peopleCondition])

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
    dealCondition,
    z.object({
      kind: z.literal('company'),
      belongs: z.boolean().default(true),
      match: match.default('all'),
      get conditions(): z.ZodType<CompanyPart[]> {
        return z.array(companyPart).min(1).max(MAX_CONDITIONS)
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
export function inside(one: Condition | CompanyPart): readonly (Condition | CompanyPart)[] {
  return one.kind === 'group' || one.kind === 'company' || one.kind === 'people' ? one.conditions : []
}

/** How many conditions there are, those in groups included and the groups not. */
export function countConditions(conditions: readonly (Condition | CompanyPart)[]): number {
  return conditions.reduce((sum, one) => sum + (countConditions(inside(one)) || 1), 0)
}

/** How deep conditions lie in each other; 1 when there is no group. */
export function depthOf(conditions: readonly (Condition | CompanyPart)[]): number {
  return 1 + Math.max(0, ...conditions.map((one) => (inside(one).length > 0 ? depthOf(inside(one)) : 0)))
}
