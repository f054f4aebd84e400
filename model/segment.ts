import { z } from 'zod'
import { condition, countConditions, depthOf, match, MAX_CONDITIONS, MAX_DEPTH } from './segment-condition.ts'

/** A segment's definition: a group of conditions. The one form that is stored, compiled, shown and edited. */
export const segmentDefinition = z
  .object({
    match: match.default('all'),
    conditions: z.array(condition).min(1).max(MAX_CONDITIONS),
  })
  .refine((d) => countConditions(d.conditions) <= MAX_CONDITIONS, {
    message: `has more than ${MAX_CONDITIONS} conditions`,
  })
  .refine((d) => depthOf(d.conditions) <= MAX_DEPTH, {
    message: `has groups in groups more than ${MAX_DEPTH} deep`,
  })
export type SegmentDefinition = z.infer<typeof segmentDefinition>

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

/** Names and values seen in real data, most frequent first, for the builder to suggest. */
export const segmentSuggestions = z.object({
  events: z.array(z.object({ name: z.string(), count: z.number() })),
  properties: z.array(z.string()),
  traits: z.array(z.string()),
  company_traits: z.array(z.string()),
  /** Of the field that was asked about, each with how often it was seen among the rows that were looked at. */
  values: z.array(z.object({ value: z.string(), count: z.number() })),
})
export type SegmentSuggestions = z.infer<typeof segmentSuggestions>

/** About what the builder asks: the properties of an event, and the values of a field of it or of something else. */
export const suggestionsQuery = z.object({
  event: z.string().min(1).max(200).optional(),
  of: z.enum(['event', 'person', 'company', 'deal']).optional(),
  field: z.string().min(1).max(200).optional(),
})
export type SuggestionsQuery = z.infer<typeof suggestionsQuery>
