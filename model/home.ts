import { z } from 'zod'

/** What Home shows. Counts are exact for events (the warehouse counts them fast) and bounded for people. */
export const overview = z.object({
  people: z.number(),
  companies: z.number(),
  events_total: z.number(),
  events_today: z.number(),
  people_new_7d: z.number(),
  open_deals: z.object({ count: z.number(), amount: z.number().nullable(), currency: z.string() }),
  waiting_events: z.number(),
  sources: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      last_event_at: z.iso.datetime().nullable(),
      events_24h: z.number(),
    }),
  ),
  troubles: z.array(z.object({ what: z.string(), sentence: z.string() })),
})
export type Overview = z.infer<typeof overview>

export const volumeIntervals = ['minute', 'hour', 'day', 'month'] as const
export type VolumeInterval = (typeof volumeIntervals)[number]

/** Events over time: one point an interval, zero filled, oldest first, and the names that occurred most. */
export const volume = z.object({
  interval: z.enum(volumeIntervals),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  points: z.array(z.object({ at: z.iso.datetime(), stored: z.number(), dropped: z.number() })),
  top: z.array(z.object({ event: z.string(), count: z.number() })),
})
export type Volume = z.infer<typeof volume>

/** A hit of the global search in the command palette. */
export const searchHit = z.object({
  kind: z.enum(['person', 'company', 'segment', 'deal', 'record', 'activity']),
  id: z.uuid(),
  /** Of a record, its object: `lead`, `product` or one of one's own. */
  object: z.string().optional(),
  title: z.string(),
  subtitle: z.string(),
})
export type SearchHit = z.infer<typeof searchHit>
