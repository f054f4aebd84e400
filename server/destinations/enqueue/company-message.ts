import type { ToldCompany } from './find-companies.ts'
import type { SegmentNews } from './segment-news.ts'

/** What a destination is told of a company, in the shape of a track call that names a group and no user. */
export function companyMessage(id: string, news: SegmentNews, company: ToldCompany | undefined) {
  const segment = { segment_id: news.segmentId, segment_name: news.segmentName }
  const groupId = company?.group_id ?? null
  return {
    type: 'track',
    event: news.event,
    messageId: id,
    timestamp: news.at.toISOString(),
    userId: null,
    anonymousId: null,
    context: {
      groupId,
      group: { name: company?.name ?? null, traits: company?.traits ?? {} },
      personas: segment,
    },
    properties: {
      ...segment,
      company_id: news.companyId,
      group_id: groupId,
      ...(news.initial && { initial: true }),
    },
  }
}
