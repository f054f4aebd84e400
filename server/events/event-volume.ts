import type { Volume, VolumeInterval } from '../../model/home.ts'
import { fail } from '../platform/errors.ts'
import type { Params, Warehouse } from '../platform/warehouse/index.ts'
import { pointsBetween } from './volume-points.ts'

const MAX_POINTS = 2_000
const TOP_NAMES = 10

const starts = {
  minute: 'toStartOfMinute',
  hour: 'toStartOfHour',
  day: 'toStartOfDay',
  month: 'toStartOfMonth',
} as const satisfies Record<VolumeInterval, string>

/** Milliseconds since 1970. */
type Range = { interval: VolumeInterval; from: number; to: number }

/**
 * How many events happened in each interval (UTC), from the one that holds `from` up to `to`, how many were dropped,
 * and the names that occurred most. Throws `validation_failed` when that would be too many points.
 */
export async function eventVolume(warehouse: Warehouse, { interval, from, to }: Range): Promise<Volume> {
  const points = pointsBetween({ interval, from, to }, MAX_POINTS + 1)
  const [first] = points
  if (first === undefined) throw invalidFrom('must be before "to"')
  if (points.length > MAX_POINTS) throw invalidFrom(`is too long ago for one point a ${interval}`)
  const params = { from: first, to }
  const [stored, dropped, top] = await Promise.all([
    countBy(warehouse, countSql('events', 'timestamp', interval), params),
    countBy(warehouse, countSql('dropped_events', 'received_at', interval), params),
    warehouse.rows<{ event: string; count: number }>(topSql, params),
  ])
  return {
    interval,
    from: new Date(first).toISOString(),
    to: new Date(to).toISOString(),
    points: points.map((at) => ({
      at: new Date(at).toISOString(),
      stored: stored.get(at) ?? 0,
      dropped: dropped.get(at) ?? 0,
    })),
    top,
  }
}

const between = (column: string) => `
  ${column} >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') and ${column} < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`

const topSql = `
  select if(events.event = '', events.type, events.event) as event, count() as count
  from events where ${between('timestamp')} group by event order by count desc, event limit ${TOP_NAMES}`

function countSql(table: string, column: string, interval: VolumeInterval): string {
  return `
    select toInt64(toUnixTimestamp(toDateTime(${starts[interval]}(${column}), 'UTC'))) * 1000 as at, count() as count
    from ${table} where ${between(column)} group by at`
}

async function countBy(warehouse: Warehouse, query: string, params: Params): Promise<Map<number, number>> {
  const rows = await warehouse.rows<{ at: number; count: number }>(query, params)
  return new Map(rows.map(({ at, count }) => [at, count]))
}

function invalidFrom(problem: string) {
  return fail('validation_failed', `from: ${problem}`, [{ field: 'from', problem }])
}
