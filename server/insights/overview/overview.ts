import type { Overview } from '../../../model/home.ts'
import type { Platform } from '../../platform/index.ts'
import { countNewPeople, countRows } from './count-rows.ts'
import { eventCounts } from './event-counts.ts'
import { openDeals } from './open-deals.ts'
import { sourceActivity } from './source-activity.ts'
import { findTroubles } from './troubles.ts'

const WEEK_MS = 7 * 24 * 60 * 60_000

/** What Home shows: how much of everything there is, what arrives, and what needs somebody. */
export async function readOverview(platform: Platform): Promise<Overview> {
  const { db, warehouse, clock, log } = platform
  const now = clock.now()
  const [events, people, companies, newPeople, deals, sources, troubles] = await Promise.all([
    eventCounts(warehouse, now),
    countRows(db, 'people'),
    countRows(db, 'companies'),
    countNewPeople(db, now - WEEK_MS),
    openDeals(db),
    sourceActivity(db),
    findTroubles(platform),
  ])
  return {
    people,
    companies,
    people_new_7d: newPeople,
    events_total: events.total,
    events_today: events.today,
    open_deals: deals,
    waiting_events: log.size(),
    sources: sources.map(({ id, name, last_event_at }) => ({
      id,
      name,
      last_event_at: last_event_at?.toISOString() ?? null,
      events_24h: events.last24h.get(id) ?? 0,
    })),
    troubles,
  }
}
