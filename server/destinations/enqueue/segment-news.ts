import { z } from 'zod'
import type { News } from '../../platform/outbox/index.ts'

const payload = z.object({
  segmentId: z.uuid(),
  segmentName: z.string(),
  personId: z.uuid().nullable().default(null),
  companyId: z.uuid().nullable().default(null),
  at: z.coerce.date(),
  initial: z.boolean().default(false),
})

export const segmentEvents: Record<string, string> = {
  'segment.entered': 'Segment Entered',
  'segment.left': 'Segment Left',
  'segment.company_entered': 'Segment Entered',
  'segment.company_left': 'Segment Left',
}

/** That a person, or a company, entered or left a segment. `initial`: the segment is new, they matched from the start. */
export type SegmentNews = z.infer<typeof payload> & { newsId: number; event: string }

/** Reads what the segments published. */
export function toSegmentNews({ id, type, payload: published }: News): SegmentNews {
  return { ...payload.parse(published), newsId: id, event: segmentEvents[type] ?? type }
}
