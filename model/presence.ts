import { z } from 'zod'

/** A record that somebody looks at. */
export const presenceInput = z.object({
  type: z.enum(['person', 'company', 'deal', 'activity']),
  id: z.uuid(),
})
export type PresenceInput = z.input<typeof presenceInput>

/** Who else looks at it now; and its version, where it has one and still is there. */
export const presence = z.object({
  others: z.array(z.object({ id: z.string(), name: z.string() })),
  version: z.number().nullable(),
})
export type Presence = z.infer<typeof presence>
