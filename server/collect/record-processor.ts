import { RECONSIDER_NEWS } from '../people/index.ts'
import type { Processor } from '../platform/outbox/index.ts'
import { encodeRecord } from './log-record.ts'
import { INTERNAL_SOURCE_ID } from './sources/sources.ts'

/**
 * What Kith's own parts record (a deal that moved, a segment entered) takes the same way as every event: into the log.
 * The message id follows from the outbox, so that an event appended twice counts once.
 */
export const recordedEvents: Processor = {
  name: 'recorded-events',
  handles: ['event.recorded', RECONSIDER_NEWS],
  async run(news, { platform }) {
    const batch = news
      .filter(({ type }) => type === 'event.recorded')
      .map(({ id, payload, at }) => {
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
    const append = (body: object) =>
      platform.log.append(encodeRecord(header, Buffer.from(JSON.stringify(body))))
    if (batch.length > 0) await append({ batch })
    // To resolve something anew twice changes nothing.
    for (const { type, payload } of news) if (type === RECONSIDER_NEWS) await append(payload)
  },
}
