import {
  comparedDays,
  daysBetween,
  daysOf,
  type Days,
} from '../../../../model/dashboard-periods.ts'
import type { DashboardFilters } from '../../../../model/dashboard.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import { activitiesDone } from '../../sales/activities-done.ts'
import { closedDeals } from '../../sales/closed-deals.ts'
import { readForecast } from '../../sales/forecast.ts'
import { sliceOf, type Slice } from '../../sales/slice.ts'
import type { Step } from '../../sales/spans.ts'

const DAYS_OF_DAYS = 45
const DAYS_OF_WEEKS = 27 * 7

/** What every card of a dashboard is worked out from: for whom, and about what. */
export type CardContext = {
  platform: Platform
  caller: Actor
  days: Days
  /** With which days numbers are compared; null for none. */
  compared: Days | null
  today: string
  /** In which steps a picture of the period is drawn. */
  step: Step
  /** The deals of a pipeline, that of the dashboard when null, in the period or in other days. Throws `validation_failed`, `forbidden`. */
  slice(pipeline: string | null, days?: Days): Promise<Slice>
  closed: Read<typeof closedDeals>
  activities: Read<typeof activitiesDone>
  forecast(slice: Slice): ReturnType<typeof readForecast>
}

type Read<Query extends (...given: never[]) => unknown> = (slice: Slice) => ReturnType<Query>

/** Opens what the cards of one dashboard share: what several of them ask for is asked once. */
export function openCardContext(platform: Platform, caller: Actor, filters: DashboardFilters): CardContext {
  const { db, clock } = platform
  const now = clock.now()
  const today = new Date(now).toISOString().slice(0, 10)
  const days = daysOf(filters, today)
  const { pipeline, owner, team } = filters
  return {
    platform,
    caller,
    days,
    compared: comparedDays(filters, days, today),
    today,
    step: stepOf(days),
    slice: (own, given = days) => {
      const wanted = own ?? pipeline
      return sliceOf(
        db,
        caller,
        {
          ...given,
          ...(wanted !== null && { pipeline: wanted }),
          ...(owner !== null && { owner }),
          ...(team !== null && { team }),
        },
        now,
      )
    },
    closed: once((slice) => closedDeals(db, slice)),
    activities: once((slice) => activitiesDone(db, slice)),
    forecast: once((slice) =>
      readForecast(platform, caller, queryOf(slice)),
    ),
  }
}

/** The query that a slice of this dashboard came from. */
export function queryOf({ pipeline, owner, team, from, to }: Slice) {
  return {
    pipeline: pipeline.id,
    from,
    to,
    ...(owner !== undefined && { owner }),
    ...(team !== undefined && { team }),
  }
}

function stepOf({ from, to }: Days): Step {
  const length = daysBetween(from, to) + 1
  if (length <= DAYS_OF_DAYS) return 'day'
  return length <= DAYS_OF_WEEKS ? 'week' : 'month'
}

/** Owner and team are those of the dashboard, so pipeline and days tell slices apart. */
function once<Answer>(read: (slice: Slice) => Promise<Answer>): (slice: Slice) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>()
  return (slice) => {
    const key = [slice.pipeline.id, slice.from, slice.to].join(' ')
    const answer = known.get(key) ?? read(slice)
    known.set(key, answer)
    return answer
  }
}
