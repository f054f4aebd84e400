import { z } from 'zod'
import { pageOf } from './page.ts'

/** Kinds of values that a trait may have; a date is a text in the form of ISO 8601. */
export const traitTypes = ['text', 'number', 'boolean', 'date', 'list', 'object'] as const
export type TraitType = (typeof traitTypes)[number]

const traitSource = z.object({ id: z.uuid(), name: z.string() })

/** A trait as it is found among people, with what is said about it. */
export const traitInfo = z.object({
  name: z.string(),
  description: z.string(),
  /** Hidden from roles and keys that may not see sensitive traits. */
  sensitive: z.boolean(),
  /** Sources whose word counts before that of others, the first most; none: the last word counts. */
  source_order: z.array(traitSource),
  /** Of how many people the value is of which type. */
  types: z.partialRecord(z.enum(traitTypes), z.number()),
  people: z.number(),
  /** Of the people looked at, from 0 to 1. */
  share: z.number(),
  /** How many different values, about. */
  distinct: z.number(),
  /** The values met most, for who may see all people. */
  examples: z.array(z.unknown()),
  sources: z.array(traitSource),
  first_seen: z.iso.datetime().nullable(),
  last_seen: z.iso.datetime().nullable(),
  /** While people are written anew after a change of the order: how many so far. */
  recomputing: z.number().nullable(),
  /** The computed trait that the name belongs to; what sources say under it does not count then. */
  computed: z.uuid().nullable(),
})
export type TraitInfo = z.infer<typeof traitInfo>

/** When people were looked at last, how many there were, and at how many of them. */
export const traitSurvey = z.object({
  at: z.iso.datetime().nullable(),
  people: z.number(),
  looked_at: z.number(),
})
export type TraitSurvey = z.infer<typeof traitSurvey>

export const traitPage = pageOf(traitInfo).extend({ survey: traitSurvey })

export const MAX_TRAIT_NAME = 200

export const traitChange = z.object({
  description: z.string().trim().max(2_000).optional(),
  sensitive: z.boolean().optional(),
  source_order: z
    .array(z.uuid())
    .max(50)
    .refine((ids) => new Set(ids).size === ids.length, 'names a source twice')
    .optional(),
})
export type TraitChange = z.infer<typeof traitChange>

/** A value that a trait had: what one source said, for as long as it kept saying it. */
export const traitValue = z.object({
  value: z.unknown(),
  /** True when the trait was removed. */
  removed: z.boolean(),
  first_said: z.iso.datetime(),
  last_said: z.iso.datetime(),
  times: z.number(),
  source: z.string(),
  identifier: z.object({ type: z.string(), value: z.string() }),
  message_id: z.string(),
  /** Whether this is the value that counts. */
  counts: z.boolean(),
})
export type TraitValue = z.infer<typeof traitValue>

export const traitHistory = pageOf(traitValue).extend({
  /** Why the value that counts does: names of the sources whose word comes first; none: the last word counts. */
  source_order: z.array(z.string()),
})
export type TraitHistory = z.infer<typeof traitHistory>
