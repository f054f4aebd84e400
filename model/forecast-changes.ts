import { z } from 'zod'
import { timeZone } from './time-zone.ts'
import { dealSorts } from './deal-lists.ts'
import { deal } from './deal.ts'
import { pageQuery } from './page.ts'
import { forecastSteps, type ForecastStep } from './forecast-steps.ts'
import { isPeriod, PERIOD, salesQuery, salesReport, sum } from './sales.ts'

/** On which day weeks begin (1 is Monday), and where. */
export const snapshotSettings = z.object({
  week_day: z.number().int().min(1).max(7),
  time_zone: timeZone,
})
export type SnapshotSettings = z.infer<typeof snapshotSettings>

/** What was kept at the start of a week; `taken_at` is later than that when Kith did not run then. */
export const snapshot = z.object({ week: z.iso.date(), taken_at: z.iso.datetime() })
export type Snapshot = z.infer<typeof snapshot>

const span = {
  /** The snapshot of this day or the last one before it; without it the last of all. */
  since: z.iso.date().optional(),
  /** As it was at this snapshot; without it as it is now. */
  until: z.iso.date().optional(),
}
const isSpan = ({ since, until }: { since?: string | undefined; until?: string | undefined }) =>
  until === undefined || (since !== undefined && since < until)
const SPAN = { message: '"until" comes after "since".', path: ['until'] }

export const forecastChangesQuery = z
  .object({ ...salesQuery.shape, ...span })
  .refine(isPeriod, PERIOD)
  .refine(isSpan, SPAN)
export type ForecastChangesQuery = z.input<typeof forecastChangesQuery>

/** What a step counts; what goes out is negative. */
const step = sum.extend({ step: z.enum(forecastSteps) })

export const forecastChanges = z.object({
  pipeline: salesReport.shape.pipeline,
  from: z.iso.date(),
  to: z.iso.date(),
  /** Null as long as there is no snapshot; then there are no steps. */
  since: snapshot.nullable(),
  /** Null: as it is now. */
  until: snapshot.nullable(),
  /** Without `raised` and `lowered` for who does not get to see amounts. */
  steps: z.array(step),
})
export type ForecastChanges = z.infer<typeof forecastChanges>

export const changedDealsQuery = z
  .object({
    ...salesQuery.shape,
    ...span,
    ...pageQuery.shape,
    step: z.enum(forecastSteps),
    sort: z.enum(dealSorts).default('-updated_at'),
  })
  .refine(isPeriod, PERIOD)
  .refine(isSpan, SPAN)
export type ChangedDealsQuery = ForecastChangesQuery & { step: ForecastStep }

/** A deal as it was at a snapshot. */
const dealState = z.object({
  stage_id: z.uuid(),
  stage_name: z.string(),
  amount: z.number().nullable(),
  currency: z.string(),
  expected_close_on: z.iso.date().nullable(),
})
export type DealState = z.infer<typeof dealState>

/** A deal behind a step, with what it was then and what it is at the end; null where it was not there. */
export const changedDeal = deal.extend({
  before: dealState.nullable(),
  after: dealState.nullable(),
  /** What it adds to the step; null for who does not get to see amounts. */
  change: z.number().nullable(),
})
export type ChangedDeal = z.infer<typeof changedDeal>
