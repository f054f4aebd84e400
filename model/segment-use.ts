import { z } from 'zod'

/** Something that needs a segment, and keeps it from being removed. */
export const segmentUse = z.object({
  kind: z.enum(['segment', 'destination', 'computed_trait', 'enrichment_provider']),
  id: z.uuid(),
  name: z.string(),
})
export type SegmentUse = z.infer<typeof segmentUse>
