import type { Warehouse } from '../../platform/warehouse/index.ts'

const DAY_MS = 24 * 60 * 60_000

export type EventCounts = { total: number; today: number; last24h: Map<string, number> }

/** How many events there are, how many happened today (UTC), and how many each source sent in the last 24 hours. */
export async function eventCounts(warehouse: Warehouse, now: number): Promise<EventCounts> {
  const [all, recent] = await Promise.all([
    warehouse.rows<{ count: number }>('select count() as count from events'),
    // What happened today also arrived within 24 hours: the index on received_at passes over all else.
    warehouse.rows<{ source_id: string; today: number; last24h: number }>(
      `select source_id, countIf(timestamp >= fromUnixTimestamp64Milli({today:Int64}, 'UTC')) as today, count() as last24h
       from events where received_at > fromUnixTimestamp64Milli({dayAgo:Int64}, 'UTC') group by source_id`,
      { today: now - (now % DAY_MS), dayAgo: now - DAY_MS },
    ),
  ])
  return {
    total: all[0]?.count ?? 0,
    today: recent.reduce((sum, { today }) => sum + today, 0),
    last24h: new Map(recent.map(({ source_id, last24h }) => [source_id, last24h])),
  }
}
