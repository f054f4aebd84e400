import type { ExportSchedule } from '../../../model/segment-export.ts'
import { atLocalTime, localDate, zoneOffset } from '../../platform/zones.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const DAYS_TO_LOOK = 9

/** The first moment after this one at which it is time, in ms. */
export function nextSlot(schedule: ExportSchedule, after: number): number {
  return schedule.every === 'hour' ? nextHour(schedule, after) : nextDay(schedule, after)
}

/** The last moment at which it was time, from a known one on until now: what was missed meanwhile is made up for once. */
export function lastSlot(schedule: ExportSchedule, from: number, now: number): number {
  let slot = Math.max(from, earliestOfInterest(schedule, now))
  for (let next = nextSlot(schedule, slot); next <= now; next = nextSlot(schedule, next)) slot = next
  return slot
}

function earliestOfInterest({ every }: ExportSchedule, now: number): number {
  return now - { hour: 3 * HOUR_MS, day: 3 * DAY_MS, week: 2 * DAYS_TO_LOOK * DAY_MS }[every]
}

function nextHour({ minute, zone }: Extract<ExportSchedule, { every: 'hour' }>, after: number): number {
  const offset = zoneOffset(zone, after)
  const local = after + offset
  const slot = local - (local % HOUR_MS) + minute * MINUTE_MS - offset
  return slot > after ? slot : slot + HOUR_MS
}

function nextDay(schedule: Exclude<ExportSchedule, { every: 'hour' }>, after: number): number {
  const today = Date.parse(localDate(schedule.zone, after))
  for (let day = 0; day < DAYS_TO_LOOK; day += 1) {
    const date = new Date(today + day * DAY_MS)
    if (schedule.every === 'week' && (date.getUTCDay() || 7) !== schedule.weekday) continue
    const slot = atLocalTime(schedule.zone, date.toISOString().slice(0, 10), schedule.at).getTime()
    if (slot > after) return slot
  }
  return after + DAY_MS
}
