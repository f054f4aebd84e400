import { sql } from 'kysely'
import type { CardFigures } from '../../../../model/dashboard-data.ts'
import type { Days } from '../../../../model/dashboard-periods.ts'
import { visibleTo } from '../../../access/index.ts'
import { within } from '../../sales/slice.ts'
import type { CardContext } from '../data/card-context.ts'
import { addUp, pointsOf, type DayCount } from './day-counts.ts'

/** How many people whom the caller may see were seen for the first time, over the period. */
export async function newPeople(context: CardContext): Promise<CardFigures> {
  const { days, compared } = context
  const counts = await countByDay(context, days)
  return {
    shape: 'series',
    unit: 'count',
    currency: null,
    counts: 'new people',
    total: addUp(counts),
    before: compared && addUp(await countByDay(context, compared)),
    points: pointsOf(context, counts),
    behind: null,
  }
}

async function countByDay({ platform, caller }: CardContext, days: Days): Promise<DayCount[]> {
  const { rows } = await sql<DayCount>`
    select to_char(first_day, 'YYYY-MM-DD') as day, count from (
      select (p.first_seen at time zone 'UTC')::date as first_day, count(*) as count from people p
      where ${within(sql`p.first_seen`, days)} and ${visibleTo(caller, 'people', 'view', sql`p`)}
      group by 1) counted`.execute(platform.db)
  return rows
}
