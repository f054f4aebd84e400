import type { Warehouse } from '../platform/warehouse/index.ts'

const MAX_NAMES = 1_000

/** The names of track calls, most frequent first, with how often each occurred. */
export function eventNames(warehouse: Warehouse): Promise<{ name: string; count: number }[]> {
  return warehouse.rows(`
    select event as name, count() as count from events
    where type = 'track' and event <> '' group by event order by count desc, name limit ${MAX_NAMES}`)
}
