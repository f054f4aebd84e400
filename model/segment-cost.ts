import { z } from 'zod'

/**
 * live: evaluated as things happen. slowed: takes too long for that, and is evaluated in pauses. returning: follows what
 * happens again, and makes up for what it did not see.
 */
export const segmentPaces = ['live', 'slowed', 'returning'] as const
export type SegmentPace = (typeof segmentPaces)[number]

/** What a segment cost on a day (UTC). */
const costOfDay = z.object({
  day: z.iso.date(),
  seconds: z.number(),
  rows_read: z.number(),
  evaluations: z.number(),
})

/** What a segment costs to keep, over the last 7 days, today included. */
export const segmentCost = z.object({
  /** Of evaluation, on an average day. */
  seconds_a_day: z.number(),
  rows_a_day: z.number(),
  evaluations_a_day: z.number(),
  /** Of what all segments cost, from 0 to 1. */
  share: z.number(),
  /** How many times as much as in the 7 days before; null when there is nothing to compare with. */
  trend: z.number().nullable(),
  pace: z.enum(segmentPaces),
  exempt: z.boolean(),
  /** Since when it is slowed down, why, and how far the present round through all members is, from 0 to 1. */
  slowed: z
    .object({ since: z.iso.datetime(), reason: z.string(), next_at: z.iso.datetime().nullable() })
    .nullable(),
  days: z.array(costOfDay),
})
export type SegmentCost = z.infer<typeof segmentCost>
