import type { Addressee, Identifier } from './find-addressees.ts'
import type { SegmentNews } from './segment-news.ts'

/** What a destination is told, in the shape of a track call of Segment's tracking API. */
export function trackMessage(id: string, news: SegmentNews, person: Addressee | undefined) {
  const identifiers = person?.identifiers ?? []
  const segment = { segment_id: news.segmentId, segment_name: news.segmentName }
  return {
    type: 'track',
    event: news.event,
    messageId: id,
    timestamp: news.at.toISOString(),
    userId: valueOf(identifiers, 'user_id'),
    anonymousId: valueOf(identifiers, 'anonymous_id'),
    context: {
      traits: person?.traits ?? {},
      externalIds: identifiers.map(({ type, value }) => ({
        id: value,
        type,
        collection: 'users',
        encoding: 'none',
      })),
      personas: segment,
    },
    properties: {
      ...segment,
      person_id: person?.id ?? news.personId,
      ...(news.initial && { initial: true }),
    },
  }
}

function valueOf(identifiers: Identifier[], type: string): string | null {
  return identifiers.find((identifier) => identifier.type === type)?.value ?? null
}
