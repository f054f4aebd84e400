import { randomUUID } from 'node:crypto'
import type { Processor } from '../../platform/outbox/index.ts'
import { findAddressees } from './find-addressees.ts'
import { companyMessage } from './company-message.ts'
import { findCompanies } from './find-companies.ts'
import { findListeners, type Listener } from './find-listeners.ts'
import { insertDeliveries } from './insert-deliveries.ts'
import { segmentEvents, toSegmentNews, type SegmentNews } from './segment-news.ts'
import { trackMessage } from './track-message.ts'

/** Turns news of segments into a message for every destination that hears of them; the delivery loop sends it. */
const enqueueDeliveries: Processor = {
  name: 'destinations',
  handles: Object.keys(segmentEvents),
  async run(news, { trx, platform }) {
    const listeners = await findListeners(trx)
    if (listeners.length === 0) return
    const told = news.map(toSegmentNews)
    const people = await findAddressees(trx, [...new Set(told.flatMap(({ personId }) => personId ?? []))])
    const companies = await findCompanies(trx, [...new Set(told.flatMap(({ companyId }) => companyId ?? []))])
    const deliveries = told.flatMap((one) =>
      listeners
        .filter((listener) => hearsOf(listener, one))
        .map((listener) => {
          const id = randomUUID()
          const person = people.get(one.personId ?? '')
          const company = companies.get(one.companyId ?? '')
          return {
            id,
            destination_id: listener.id,
            news_id: one.newsId,
            event: one.event,
            person_id: person?.id ?? one.personId,
            payload: one.companyId ? companyMessage(id, one, company) : trackMessage(id, one, person),
          }
        }),
    )
    await insertDeliveries(trx, deliveries, new Date(platform.clock.now()))
  },
}

export const destinationProcessors: Processor[] = [enqueueDeliveries]

function hearsOf({ segment_ids }: Listener, { segmentId }: SegmentNews): boolean {
  return segment_ids.length === 0 || segment_ids.includes(segmentId)
}
