import { z } from 'zod'
import { comparison } from './filter.ts'

const MAX_CONDITIONS = 50

/** "Did Order Completed with value over 100 at least 3 times within the last 30 days", or did not. */
export const eventCondition = z.object({
  kind: z.literal('event'),
  did: z.boolean().default(true),
  event: z.string().min(1).max(200),
  where: z.array(comparison).max(10).default([]),
  times: z.number().int().min(1).max(1_000_000).default(1),
  days: z.number().int().min(1).max(3650).nullable().default(null),
})
export type EventCondition = z.infer<typeof eventCondition>

/** A comparison of a trait of the person. */
export const traitCondition = z.object({ kind: z.literal('trait'), comparison })
export type TraitCondition = z.infer<typeof traitCondition>

export type GroupCondition = { kind: 'group'; match: 'all' | 'any'; conditions: Condition[] }
export type Condition = EventCondition | TraitCondition | GroupCondition

// The id gives it a place of its own in the description of the API: it contains itself.
const condition: z.ZodType<Condition> = z
  .union([
    eventCondition,
    traitCondition,
    z.object({
      kind: z.literal('group'),
      match: z.enum(['all', 'any']),
      get conditions(): z.ZodType<Condition[]> {
        return z.array(condition).min(1).max(MAX_CONDITIONS)
      },
    }),
  ])
  .meta({ id: 'SegmentCondition' })

/** A segment's definition: a group of conditions. The one form that is stored, compiled, shown and edited. */
export const segmentDefinition = z
  .object({
    match: z.enum(['all', 'any']).default('all'),
    conditions: z.array(condition).min(1).max(MAX_CONDITIONS),
  })
  .refine((d) => countConditions(d.conditions) <= MAX_CONDITIONS, {
    message: `has more than ${MAX_CONDITIONS} conditions`,
  })
export type SegmentDefinition = z.infer<typeof segmentDefinition>

function countConditions(conditions: Condition[]): number {
  return conditions.reduce(
    (sum, one) => sum + (one.kind === 'group' ? countConditions(one.conditions) : 1),
    0,
  )
}

export const segment = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  definition: segmentDefinition,
  state: z.enum(['building', 'live', 'failed']),
  error: z.string().nullable(),
  size: z.number(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  evaluated_at: z.iso.datetime().nullable(),
})
export type Segment = z.infer<typeof segment>

export const segmentInput = z.object({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(2000).default(''),
  definition: segmentDefinition,
})
export type SegmentInput = z.input<typeof segmentInput>

/** A change of a segment; with a definition it is built anew. */
export const segmentChange = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  description: z.string().max(2000).optional(),
  definition: segmentDefinition.optional(),
})
export type SegmentChange = z.input<typeof segmentChange>

export const segmentPreview = z.object({
  count: z.number(),
  total: z.number(),
  sample: z.array(z.object({ id: z.uuid(), name: z.string().nullable(), email: z.string().nullable() })),
  milliseconds: z.number(),
})
export type SegmentPreview = z.infer<typeof segmentPreview>

export const segmentMember = z.object({
  person_id: z.uuid(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  entered_at: z.iso.datetime(),
})
export type SegmentMember = z.infer<typeof segmentMember>

/** Names seen in real data, most frequent first, for the builder to suggest. */
export const segmentSuggestions = z.object({
  events: z.array(z.object({ name: z.string(), count: z.number() })),
  properties: z.array(z.string()),
  traits: z.array(z.string()),
})
export type SegmentSuggestions = z.infer<typeof segmentSuggestions>
