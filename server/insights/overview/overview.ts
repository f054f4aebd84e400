import type { Overview } from '../../../model/home.ts'
import type { Permission } from '../../../model/roles.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { countNewPeople, countRows } from './count-rows.ts'
import { eventCounts, type EventCounts } from './event-counts.ts'
import { openDeals } from './open-deals.ts'
import { sourceActivity } from './source-activity.ts'
import { findTroubles } from './troubles.ts'

const WEEK_MS = 7 * 24 * 60 * 60_000

const noEvents: EventCounts = { total: 0, today: 0, last24h: new Map() }

/** What Home shows: how much there is of what the caller may see, what arrives, and what needs somebody. */
export async function readOverview(platform: Platform, caller: Actor): Promise<Overview> {
  const { db, warehouse, clock, log } = platform
  const now = clock.now()
  const may = (permission: Permission) => caller.permissions.has(permission)
  const [events, people, companies, newPeople, deals, sources, troubles] = await Promise.all([
    may('events:read') ? eventCounts(warehouse, now) : noEvents,
    countRows(db, caller, 'people'),
    countRows(db, caller, 'companies'),
    countNewPeople(db, caller, now - WEEK_MS),
    openDeals(db, caller),
    may('sources:read') ? sourceActivity(db) : [],
    may('system:read') ? findTroubles(platform) : [],
  ])
  return {
    people,
    companies,
    people_new_7d: newPeople,
    events_total: events.total,
    events_today: events.today,
    open_deals: deals,
    waiting_events: may('events:read') ? log.size() : 0,
    sources: sources.map(({ id, name, last_event_at }) => ({
      id,
      name,
      last_event_at: last_event_at?.toISOString() ?? null,
      events_24h: events.last24h.get(id) ?? 0,
    })),
    troubles,
  }
}
