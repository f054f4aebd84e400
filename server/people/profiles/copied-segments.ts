import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import type { Person } from '../../../model/person.ts'
import type { News } from '../../platform/outbox/index.ts'

const membershipChanged = z.object({
  personId: z.string(),
  segmentId: z.string(),
  segmentName: z.string(),
  at: z.string(),
})

/** A person who entered a segment or left it. */
export type MembershipNews = z.infer<typeof membershipChanged> & { entered: boolean }

/** What the news say of people's segments, in their order. */
export function membershipsIn(news: News[]): MembershipNews[] {
  return news.flatMap(({ type, payload }) =>
    type.startsWith('segment.')
      ? [{ ...membershipChanged.parse(payload), entered: type === 'segment.entered' }]
      : [],
  )
}

/**
 * A copied profile after these news of its person, newest segment first. Taking them in again changes nothing, so that news
 * which the copy knows already do no harm.
 */
export function withMemberships(profile: JsonObject, news: MembershipNews[]): JsonObject {
  let segments = profile['segments'] as Person['segments']
  for (const { segmentId, segmentName, at, entered } of news) {
    const others = segments.filter(({ id }) => id !== segmentId)
    segments = entered ? [{ id: segmentId, name: segmentName, entered_at: at }, ...others] : others
  }
  return { ...profile, segments }
}
