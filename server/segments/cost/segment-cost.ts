import { sql } from 'kysely'
import type { SegmentCost, SegmentPace } from '../../../model/segment-cost.ts'
import { fail } from '../../platform/errors.ts'
import type { Platform } from '../../platform/index.ts'

const WEEK_DAYS = 7
const SHOWN_DAYS = 28

type Row = {
  pace: SegmentPace
  exempt: boolean
  slowed_at: Date | null
  slowed_reason: string | null
  round_next: Date | null
  made_days: number
  all_milliseconds: number | null
  days: { day: string; milliseconds: number; rows_read: number; evaluations: number; age: number }[]
}

/** What a segment costs to keep, and whether it is slowed down for that. Throws `not_found`. */
export async function segmentCostOf({ db, clock }: Platform, id: string): Promise<SegmentCost> {
  const today = sql`(${new Date(clock.now())}::timestamptz at time zone 'utc')::date`
  const { rows } = await sql<Row>`
    select s.pace, s.exempt, s.slowed_at, s.slowed_reason, s.round_next,
      least(${WEEK_DAYS}, ${today} - (s.created_at at time zone 'utc')::date + 1)::int as made_days,
      (select sum(milliseconds) from segment_costs where day > ${today} - ${WEEK_DAYS}::int) as all_milliseconds,
      coalesce((
        select jsonb_agg(jsonb_build_object('day', c.day, 'milliseconds', c.milliseconds, 'rows_read', c.rows_read,
          'evaluations', c.evaluations, 'age', ${today} - c.day) order by c.day)
        from segment_costs c where c.segment_id = s.id and c.day > ${today} - ${SHOWN_DAYS}::int
      ), '[]') as days
    from segments s where s.id = ${id}::uuid`.execute(db)
  const [row] = rows
  if (!row) throw fail('not_found', 'There is no segment with this id.')
  return toCost(row)
}

function toCost({ days, made_days, all_milliseconds, ...row }: Row): SegmentCost {
  const week = days.filter(({ age }) => age < WEEK_DAYS)
  const before = days.filter(({ age }) => age >= WEEK_DAYS && age < 2 * WEEK_DAYS)
  const sum = (some: Row['days'], of: 'milliseconds' | 'rows_read' | 'evaluations') =>
    some.reduce((total, day) => total + day[of], 0)
  const aDay = (of: 'milliseconds' | 'rows_read' | 'evaluations') => sum(week, of) / Math.max(1, made_days)
  const milliseconds = sum(week, 'milliseconds')
  const earlier = sum(before, 'milliseconds')
  return {
    seconds_a_day: aDay('milliseconds') / 1000,
    rows_a_day: aDay('rows_read'),
    evaluations_a_day: aDay('evaluations'),
    share: all_milliseconds ? milliseconds / all_milliseconds : 0,
    trend: earlier > 0 ? milliseconds / earlier : null,
    pace: row.pace,
    exempt: row.exempt,
    slowed:
      row.slowed_at === null
        ? null
        : {
            since: row.slowed_at.toISOString(),
            reason: row.slowed_reason ?? '',
            next_at: row.round_next?.toISOString() ?? null,
          },
    days: days.map((day) => ({
      day: day.day,
      seconds: day.milliseconds / 1000,
      rows_read: day.rows_read,
      evaluations: day.evaluations,
    })),
  }
}
