import { z } from 'zod'
import type { personSorts } from './person-sorts.ts'
import { jsonObject } from './json.ts'

export const identifier = z.object({ type: z.string(), value: z.string() })
export type Identifier = z.infer<typeof identifier>

const identifierDetails = identifier.extend({
  first_seen: z.iso.datetime(),
  state: z.enum(['normal', 'shared', 'quarantined', 'blocked']),
})

/** Where a trait's value came from. */
export const traitProvenance = z.object({
  trait: z.string(),
  value: z.unknown(),
  at: z.iso.datetime(),
  source: z.string(),
  /** About which identifier it was said; null for what Kith works out about the person. */
  identifier: identifier.nullable(),
  /** The computed trait that it is the value of, if it is one. */
  computed: z.uuid().nullable(),
})
export type TraitProvenance = z.infer<typeof traitProvenance>

const companyRef = z.object({ id: z.uuid(), group_id: z.string(), name: z.string().nullable() })
/** `role` is what the person is there: "Decision maker"; left out where nobody said. */
const membership = companyRef.extend({
  role: z.string().optional(),
  /** True where nothing but the domain of their e-mail address says so; left out elsewhere. */
  by_email: z.boolean().optional(),
})
export type Membership = z.infer<typeof membership>
const segmentRef = z.object({ id: z.uuid(), name: z.string(), entered_at: z.iso.datetime() })

const owner = z.object({ id: z.string(), name: z.string() })

/** A row of the people list. */
export const personRow = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  identifier: identifier.nullable(),
  company: companyRef.extend({ role: z.string().optional() }).nullable(),
  owner: owner.nullable(),
  first_seen: z.iso.datetime(),
  last_seen: z.iso.datetime(),
})
export type PersonRow = z.infer<typeof personRow>

/** A person as the profile API gives it. */
export const person = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  traits: jsonObject,
  identifiers: z.array(identifierDetails),
  companies: z.array(membership),
  segments: z.array(segmentRef),
  first_seen: z.iso.datetime(),
  last_seen: z.iso.datetime(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})
export type Person = z.infer<typeof person>

/** An event on a timeline. */
export const timelineEvent = z.object({
  id: z.string(),
  message_id: z.string(),
  type: z.string(),
  event: z.string(),
  properties: jsonObject,
  context: jsonObject,
  timestamp: z.iso.datetime(),
  source: z.string(),
  source_id: z.uuid(),
  person_id: z.uuid().nullable(),
})
export type TimelineEvent = z.infer<typeof timelineEvent>

/** Why a person is one person: the identifiers, the links that bind them, and the links refused with their reason. */
export const explanation = z.object({
  id: z.uuid(),
  identifiers: z.array(identifierDetails.extend({ id: z.uuid(), mine: z.boolean(), person_id: z.uuid() })),
  links: z.array(
    z.object({
      from: z.uuid(),
      to: z.uuid(),
      accepted: z.boolean(),
      sentence: z.string(),
      source: z.string(),
      message_id: z.string(),
      first_seen: z.iso.datetime(),
      last_seen: z.iso.datetime(),
      count: z.number(),
    }),
  ),
  former_ids: z.array(z.uuid()),
})
export type Explanation = z.infer<typeof explanation>

export type PersonSort = (typeof personSorts)[number]
