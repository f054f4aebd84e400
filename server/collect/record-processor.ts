import type { Processor } from '../platform/outbox/index.ts'
import { encodeRecord } from './log-record.ts'
import { INTERNAL_SOURCE_ID } from './sources/sources.ts'

/**
 * What Kith's own parts record (a deal that moved, a segment entered) takes the same way as every event: into the log.
 * The message id follows from the outbox, so that an event appended twice counts once.
 */
export const recordedEvents: Processor = {
  name: 'recorded-events',
  handles: ['event.recorded'],
  async run(news, { platform }) {
    const batch = news.map(({ id, payload, at }) => {
      const { at: happened, ...event } = payload
      return { ...event, messageId: `kith-news-${id}`, originalTimestamp: happened ?? at.toISOString() }
    })
    const header = {
      sourceId: INTERNAL_SOURCE_ID,
      receivedAt: platform.clock.now(),
      ip: null,
      userAgent: null,
      type: null,
    }
    await platform.log.append(encodeRecord(header, Buffer.from(JSON.stringify({ batch }))))
  },
}
