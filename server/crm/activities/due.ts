import { sql, type RawBuilder } from 'kysely'
import type { DueRange } from '../../../model/activity.ts'
import { localDate, midnight } from '../../platform/zones.ts'

const DAY_MS = 24 * 60 * 60_000

/** Today as somebody in this time zone has it: its date, and the moments when it begins and ends. */
export type Today = { now: Date; date: string; begins: Date; ends: Date }

/** What "today" is now in a time zone. */
export function todayIn(zone: string, now: number): Today {
  const date = localDate(zone, now)
  const next = new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10)
  return { now: new Date(now), date, begins: midnight(zone, date), ends: midnight(zone, next) }
}

/** Where a due date is kept: a whole day as its midnight in UTC. */
export function dueColumns(due: { due_at?: string | null | undefined; due_on?: string | null | undefined }) {
  if (due.due_on) return { dueAt: new Date(due.due_on), allDay: true }
  return { dueAt: due.due_at ? new Date(due.due_at) : null, allDay: false }
}

/** The condition on `activities a` that it is due then. The first comparison of each is the one that an index answers. */
export function isDue(range: DueRange, { now, date, ends }: Today): RawBuilder<unknown> {
  const day = new Date(date)
  const due = sql`coalesce(a.due_at, 'infinity')`
  const [earlier, later] = [day < now ? day : now, ends > day ? ends : day]
  switch (range) {
    case 'overdue':
      return sql`(${due} < ${day > now ? day : now} and a.due_at < case when a.all_day then ${day}::timestamptz else ${now}::timestamptz end)`
    case 'today':
      return sql`(${due} between ${earlier} and ${later} and case when a.all_day then a.due_at = ${day}
        else a.due_at >= ${now} and a.due_at < ${ends} end)`
    case 'upcoming':
      return sql`(${due} >= ${day < ends ? day : ends} and a.due_at is not null
        and case when a.all_day then a.due_at > ${day} else a.due_at >= ${ends} end)`
    case 'none':
      return sql`a.due_at is null`
  }
}
