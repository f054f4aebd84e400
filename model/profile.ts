import { z } from 'zod'
import { household } from './household.ts'
import { person, timelineEvent } from './person.ts'

/** What the CRM knows of a person, in short. */
export const salesFacts = z.object({
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  open_deals: z.object({
    count: z.number(),
    /** The sum by currency. */
    amounts: z.array(z.object({ currency: z.string(), amount: z.number() })),
    /** The stage that was entered last. */
    stage: z.string().nullable(),
  }),
  /** The last call, meeting or e-mail that was done. */
  last_contacted: z.iso.datetime().nullable(),
})
export type SalesFacts = z.infer<typeof salesFacts>

/** Parts of a profile that can be chosen; `dates` are when somebody was first and last seen. */
export const profileParts = [
  'traits',
  'identifiers',
  'companies',
  'segments',
  'dates',
  'sales',
  'household',
  'events',
] as const
export type ProfilePart = (typeof profileParts)[number]

/** A profile of chosen parts; id and name are always there, all parts but sales, household and events unless others are chosen. */
export const profile = person.partial().extend({
  id: person.shape.id,
  name: person.shape.name,
  sales: salesFacts.optional(),
  /** Null for who shares a home with nobody. */
  household: household.nullable().optional(),
  events: z.array(timelineEvent).optional(),
})
export type Profile = z.infer<typeof profile>

/** A page that may use a browser key: its scheme, host and port. */
const origin = z
  .string()
  .trim()
  .max(300)
  .transform((text) => text.replace(/\/$/, '').toLowerCase())
  .refine(isOrigin, 'must look like https://shop.example')

export const browserKeyInput = z.object({
  name: z.string().trim().min(1).max(200),
  origins: z.array(origin).min(1, 'must name at least one page').max(50),
  traits: z.array(z.string().min(1).max(200)).max(100).default([]),
  segments: z.array(z.uuid()).max(100).default([]),
})
export const browserKeyChange = browserKeyInput
  .extend({
    traits: browserKeyInput.shape.traits.removeDefault(),
    segments: browserKeyInput.shape.segments.removeDefault(),
  })
  .partial()
  .extend({ enabled: z.boolean().optional() })
export type BrowserKeyInput = z.input<typeof browserKeyInput>
export type BrowserKeyChange = z.input<typeof browserKeyChange>

/** A key that pages in a browser read with, for the visitor's own anonymous id. It is no secret. */
export const browserKey = z.object({
  id: z.uuid(),
  name: z.string(),
  key: z.string(),
  origins: z.array(z.string()),
  traits: z.array(z.string()),
  segments: z.array(z.object({ id: z.uuid(), name: z.string() })),
  enabled: z.boolean(),
  created_at: z.iso.datetime(),
})
export type BrowserKey = z.infer<typeof browserKey>

/** What a page gets to know of its visitor. */
export const visitorProfile = z.object({
  traits: z.record(z.string(), z.unknown()),
  segments: z.array(z.object({ id: z.uuid(), name: z.string() })),
})
export type VisitorProfile = z.infer<typeof visitorProfile>

function isOrigin(text: string): boolean {
  return /^https?:\/\/[^/]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text
}
