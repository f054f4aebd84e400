import { z } from 'zod'
import { segmentPaces } from './segment-cost.ts'
import { condition, countConditions, depthOf, match, MAX_CONDITIONS, MAX_DEPTH } from './segment-condition.ts'

/** Of what a segment is: its conditions are about each person, or about each company. */
export const segmentMembers = ['people', 'companies'] as const
export type SegmentMembers = (typeof segmentMembers)[number]

/** A segment's definition: a group of conditions. The one form that is stored, compiled, shown and edited. */
export const segmentDefinition = z
  .object({
    /** People unless it says otherwise. */
    members: z.enum(segmentMembers).optional(),
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

/** Of what a definition is. */
export function membersOf(definition: Pick<SegmentDefinition, 'members'> | null): SegmentMembers {
  return definition?.members ?? 'people'
}

/**
 * live: follows its conditions. static: a list of people, or of companies. frozen: a live one that was stopped, with whom it had then.
 */
const segmentKinds = ['live', 'static', 'frozen'] as const

export const segment = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(segmentKinds),
  members: z.enum(segmentMembers),
  /** Null for a static one. A frozen one keeps its own, to follow it again when it is thawed. */
  definition: segmentDefinition.nullable(),
  state: z.enum(['copying', 'building', 'live', 'failed']),
  error: z.string().nullable(),
  size: z.number(),
  folder: z.string(),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Of which random split it is a group, and how large its share is in percent. */
  split: z.object({ id: z.uuid(), segment_id: z.uuid(), share: z.number() }).nullable(),
  pace: z.enum(segmentPaces),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  evaluated_at: z.iso.datetime().nullable(),
})
export type Segment = z.infer<typeof segment>

const named = {
  name: z.string().trim().min(1).max(200),
  description: z.string().max(2000),
  /** Segments of one folder stand together; an empty name is no folder. */
  folder: z.string().trim().max(100),
  owner_id: z.string().max(100).nullable(),
}

/** A segment to make: with conditions, or `static` without. Its owner is whoever makes it unless said otherwise. */
export const segmentInput = z
  .object({
    name: named.name,
    description: named.description.default(''),
    folder: named.folder.default(''),
    owner_id: named.owner_id.optional(),
    kind: z.enum(['live', 'static']).default('live'),
    /** Of a static one; a live one says it in its definition. */
    members: z.enum(segmentMembers).optional(),
    definition: segmentDefinition.optional(),
  })
  .refine(({ kind, definition }) => kind === 'static' || definition !== undefined, {
    message: 'says who is meant: a segment that is not static needs it',
    path: ['definition'],
  })
  .refine(({ kind, definition }) => kind === 'live' || definition === undefined, {
    message: 'is for live segments: put people on the list of a static one',
    path: ['definition'],
  })
  .refine(({ kind, members }) => kind === 'static' || members === undefined, {
    message: 'is for static segments: say it in the definition of a live one',
    path: ['members'],
  })
export type SegmentInput = z.input<typeof segmentInput>

/** A change of a segment; with a definition it is built anew. */
export const segmentChange = z.object({
  name: named.name.optional(),
  description: named.description.optional(),
  folder: named.folder.optional(),
  owner_id: named.owner_id.optional(),
  definition: segmentDefinition.optional(),
})
export type SegmentChange = z.input<typeof segmentChange>

/** Something that somebody should know of a definition; `segment` is the other one that it is about, if any. */
const segmentWarning = z.object({
  kind: z.enum(['empty', 'contradictory', 'same']),
  message: z.string(),
  segment: z.object({ id: z.uuid(), name: z.string() }).nullable(),
})
export type SegmentWarning = z.infer<typeof segmentWarning>

/** What is to be previewed; `segment` is the one whose definition it is, which is not compared with itself. */
export const previewInput = z.object({ definition: segmentDefinition, segment: z.uuid().optional() })

export const segmentPreview = z.object({
  count: z.number(),
  total: z.number(),
  /** Some people, with their e-mail addresses, or some companies, with their domains. */
  sample: z.array(
    z.object({
      id: z.uuid(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      domain: z.string().nullable(),
    }),
  ),
  milliseconds: z.number(),
  warnings: z.array(segmentWarning),
})
export type SegmentPreview = z.infer<typeof segmentPreview>

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
