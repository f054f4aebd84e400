import type { CardSettings } from '../../../../model/dashboard-cards.ts'
import type { CardFigures } from '../../../../model/dashboard-data.ts'
import type { Days } from '../../../../model/dashboard-periods.ts'
import type { CardContext } from '../data/card-context.ts'
import { addUp, pointsOf, type DayCount } from './day-counts.ts'

const DAY_MS = 86_400_000
/** An event without a name is called by its type: "page". */
const NAME = `if(events.event = '', events.type, events.event)`
const WITHIN = `
  timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') and timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`

/** How often an event happened, over the period. */
export async function eventOverTime(
  context: CardContext,
  { event }: CardSettings['event_over_time'],
): Promise<CardFigures> {
  const { days, compared } = context
  const counts = await countByDay(context, event, days)
  return {
    shape: 'series',
    unit: 'count',
    currency: null,
    counts: event,
    total: addUp(counts),
    before: compared && addUp(await countByDay(context, event, compared)),
    points: pointsOf(context, counts),
    behind: null,
  }
}

/** Which events happened most in the period. */
export async function topEvents(
  context: CardContext,
  { most }: CardSettings['top_events'],
): Promise<CardFigures> {
  const rows = await context.platform.warehouse.rows<{ name: string; count: number }>(
    `select ${NAME} as name, count() as count from events where ${WITHIN}
     group by name order by count desc, name limit {most:UInt32}`,
    { ...rangeOf(context.days), most },
  )
  return {
    shape: 'table',
    unit: 'count',
    currency: null,
    behind: null,
    rows_are: 'Event',
    columns: [{ name: 'Times', unit: 'count' }],
    bar: 0,
    rows: rows.map(({ name, count }) => ({ name, values: [count], behind: null })),
  }
}

function countByDay({ platform }: CardContext, event: string, days: Days): Promise<DayCount[]> {
  return platform.warehouse.rows<DayCount>(
    `select toString(toDate(timestamp, 'UTC')) as day, count() as count from events
     where ${WITHIN} and ${NAME} = {event:String} group by day`,
    { ...rangeOf(days), event },
  )
}

function rangeOf({ from, to }: Days): { from: number; to: number } {
  return { from: Date.parse(from), to: Date.parse(to) + DAY_MS }
}
