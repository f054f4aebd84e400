import { sql } from 'kysely'
import type { SegmentDay } from '../../../model/segment-membership.ts'
import type { Platform } from '../../platform/index.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Entries, exits and size of a segment day by day (UTC), up to today and not before the first day of which anything is
 * known. A day on which nothing happened has the size of the day before.
 */
export async function dailyHistory(
  { db, clock }: Platform,
  { segment, days }: { segment: string; days: number },
): Promise<SegmentDay[]> {
  const today = Math.floor(clock.now() / DAY_MS)
  const from = today - days + 1
  const { rows } = await sql<SegmentDay>`
    select to_char(day, 'YYYY-MM-DD') as day, entries, exits, size from segment_days
    where segment_id = ${segment} and day >= coalesce(
      (select max(day) from segment_days where segment_id = ${segment} and day <= ${dayText(from)}::date), '-infinity'
    )
    order by day`.execute(db)
  return fillDays(rows, { from, today })
}

function fillDays(known: SegmentDay[], { from, today }: { from: number; today: number }): SegmentDay[] {
  const byDay = new Map(known.map((row) => [row.day, row]))
  const [first] = known
  if (!first) return []
  const begin = Math.max(from, dayNumber(first.day))
  let { size } = first
  return Array.from({ length: Math.max(0, today - begin + 1) }, (_, index) => {
    const day = dayText(begin + index)
    const row = byDay.get(day) ?? { entries: 0, exits: 0, size }
    size = row.size
    return { day, entries: row.entries, exits: row.exits, size }
  })
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

function dayNumber(day: string): number {
  return Date.parse(day) / DAY_MS
}
