import { z } from 'zod'

/** Whether a list of people is of those who are in a segment, or of those who were and left. */
export const memberStates = ['present', 'past'] as const

export const segmentMember = z.object({
  person_id: z.uuid(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  entered_at: z.iso.datetime(),
  /** Null for who is in it. */
  left_at: z.iso.datetime().nullable(),
})
export type SegmentMember = z.infer<typeof segmentMember>

/** A company that is or was in a segment of companies. */
export const segmentCompany = z.object({
  company_id: z.uuid(),
  name: z.string().nullable(),
  domain: z.string().nullable(),
  entered_at: z.iso.datetime(),
  /** Null for one that is in it. */
  left_at: z.iso.datetime().nullable(),
})
export type SegmentCompany = z.infer<typeof segmentCompany>

/** From when to when a person, or a company, was in a segment; `left_at` is null for a stay that goes on. */
export const segmentStay = z.object({
  segment: z.object({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(['live', 'static', 'frozen']),
  }),
  entered_at: z.iso.datetime(),
  left_at: z.iso.datetime().nullable(),
})
export type SegmentStay = z.infer<typeof segmentStay>

/** What happened on a day (UTC), and the size at its end. */
export const segmentDay = z.object({
  day: z.iso.date(),
  entries: z.number(),
  exits: z.number(),
  size: z.number(),
})
export type SegmentDay = z.infer<typeof segmentDay>

const MAX_DAYS = 730
export const segmentDaysQuery = z.object({ days: z.coerce.number().int().min(1).max(MAX_DAYS).default(90) })

const MAX_TRAITS = 50
/** Which traits go along with an export: `traits=plan,address.city`. */
export const exportQuery = z.object({
  traits: z
    .string()
    .max(5000)
    .default('')
    .transform((text) =>
      [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== ''),
    )
    .refine((names) => names.length <= MAX_TRAITS, { message: `has more than ${MAX_TRAITS} traits` }),
})
