import { z } from 'zod'

const MOST_CIRCLES = 3

const named = z.object({ id: z.uuid(), name: z.string() })

/** Two or three segments, as `segments=id,id`. */
export const overlapQuery = z.object({
  segments: z
    .string()
    .transform((text) => [...new Set(text.split(','))])
    .pipe(
      z
        .array(z.uuid())
        .min(2, 'names fewer than two segments')
        .max(MOST_CIRCLES, 'names more than three segments'),
    ),
})

/** How many people are in which of some segments together. */
export const segmentOverlap = z.object({
  segments: z.array(named.extend({ size: z.number() })),
  /** Who is in exactly these segments, by their places in the list; nobody is in two of these parts. */
  parts: z.array(z.object({ in: z.array(z.number()), count: z.number() })),
  /** Whether the counts of parts were projected from a part of the people, because there are many. */
  estimated: z.boolean(),
})
export type SegmentOverlap = z.infer<typeof segmentOverlap>

export const comparisonQuery = z.object({ with: z.uuid() })

/** A share of each of two segments, from 0 to 1. */
const shares = { mine: z.number(), theirs: z.number() }

/** What the people of two segments are made of, whatever differs most first. */
export const segmentComparison = z.object({
  segments: z.array(named.extend({ size: z.number(), looked_at: z.number() })),
  traits: z.array(z.object({ trait: z.string(), value: z.string(), ...shares })),
  /** Shares of people who did it within the last 90 days. */
  events: z.array(z.object({ event: z.string(), ...shares })),
})
export type SegmentMakeUp = z.infer<typeof segmentComparison>
