import { z } from 'zod'
import { dashboardFilters } from './dashboard.ts'
import { forecastSteps } from './forecast-steps.ts'
import { figureDetails, ownerKey } from './sales.ts'

/** For which filters the cards are worked out; those of the dashboard when not given. */
export const dashboardDataQuery = z.object({
  filters: dashboardFilters.optional(),
  /** Only these cards. */
  cards: z.array(z.uuid()).max(100).optional(),
})
export type DashboardDataQuery = z.input<typeof dashboardDataQuery>

const day = z.iso.date()

const dealsOf = {
  pipeline: z.uuid(),
  from: day,
  to: day,
  owner: ownerKey.optional(),
  team: z.uuid().optional(),
}

/** Where a number leads: the deals behind it, those of a step of the forecast, work that was done, or a segment. */
export const behindCard = z.discriminatedUnion('to', [
  z.object({
    to: z.literal('deals'),
    query: figureDetails.extend(dealsOf),
  }),
  z.object({ to: z.literal('changes'), query: z.object({ ...dealsOf, step: z.enum(forecastSteps) }) }),
  z.object({ to: z.literal('work'), assignee: z.string(), from: day, until: day }),
  z.object({ to: z.literal('segment'), id: z.uuid() }),
])
export type BehindCard = z.infer<typeof behindCard>

/** What a number counts: money in the currency of its card, a share of one, days, or things. */
const unit = z.enum(['count', 'money', 'percent', 'days'])
export type CardUnit = z.infer<typeof unit>

/** Null for who does not get to see it, and for what cannot be worked out. */
const value = z.number().nullable()
const common = { unit, currency: z.string().nullable(), behind: behindCard.nullable() }

/** What a card shows, by the shape in which it is drawn. */
export const cardFigures = z.discriminatedUnion('shape', [
  z.object({
    shape: z.literal('number'),
    ...common,
    value,
    /** The same of the days that are compared. */
    before: value,
    less_is_better: z.boolean(),
    note: z.string(),
  }),
  z.object({ shape: z.literal('progress'), ...common, value, target: value, note: z.string() }),
  z.object({
    shape: z.literal('series'),
    ...common,
    /** What is counted, in the plural: "people". */
    counts: z.string(),
    total: value,
    before: value,
    points: z.array(z.object({ from: day, to: day, value: z.number() })),
  }),
  z.object({
    shape: z.literal('funnel'),
    ...common,
    /** What stands beside the values: "Deals". */
    notes_are: z.string(),
    steps: z.array(z.object({ name: z.string(), value, note: z.string(), behind: behindCard.nullable() })),
  }),
  z.object({
    shape: z.literal('table'),
    ...common,
    /** What stands in the rows: "Colleague". */
    rows_are: z.string(),
    columns: z.array(z.object({ name: z.string(), unit })),
    rows: z.array(z.object({ name: z.string(), values: z.array(value), behind: behindCard.nullable() })),
    /** The number of the column that is drawn as bars. */
    bar: z.number().nullable(),
  }),
  z.object({ shape: z.literal('note'), text: z.string() }),
])
export type CardFigures = z.infer<typeof cardFigures>

/** What became of a card: `hidden` is not for the caller, `failed` could not be worked out. */
const cardResult = z.discriminatedUnion('state', [
  z.object({ state: z.literal('shown'), id: z.uuid(), figures: cardFigures }),
  z.object({ state: z.literal('hidden'), id: z.uuid(), sentence: z.string() }),
  z.object({ state: z.literal('failed'), id: z.uuid(), sentence: z.string() }),
])
export type CardResult = z.infer<typeof cardResult>

export const dashboardData = z.object({
  from: day,
  to: day,
  /** With which days numbers are compared. */
  compared: z.object({ from: day, to: day }).nullable(),
  cards: z.array(cardResult),
})
export type DashboardData = z.infer<typeof dashboardData>
