import { z } from 'zod'
import { dealSorts, forecastCategories } from './deal-lists.ts'
import { pageQuery } from './page.ts'
import { salesFigures } from './sales-figures.ts'

/** A user's id, `name:` and a name for deals that came from elsewhere, or `none` for deals that nobody owns. */
export const ownerKey = z.string().min(1).max(400)

const MAX_YEARS = 10
const day = z.iso.date().refine((text) => text >= '1900', 'must not be before 1900')

/** Which deals a report is about; days are those of UTC, both included. */
const slice = z.object({
  /** The first pipeline when not given. */
  pipeline: z.uuid().optional(),
  owner: ownerKey.optional(),
  /** With all teams below it. */
  team: z.uuid().optional(),
  /** This quarter when not given. */
  from: day.optional(),
  to: day.optional(),
})

export const isPeriod = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  (from === undefined) === (to === undefined) &&
  (from === undefined ||
    to === undefined ||
    (from <= to && Number(to.slice(0, 4)) - Number(from.slice(0, 4)) < MAX_YEARS))
export const PERIOD = {
  message: `"from" and "to" go together, "from" first, and span at most ${MAX_YEARS} years.`,
  path: ['from'],
}

export const salesQuery = slice.refine(isPeriod, PERIOD)
export type SalesQuery = z.input<typeof salesQuery>

/** What narrows a number to a row of its table. */
export const figureDetails = z.object({
  figure: z.enum(salesFigures),
  stage: z.uuid().optional(),
  /** Why they were won or lost; `none` for those without a reason. */
  reason: z.uuid().or(z.literal('none')).optional(),
  category: z.enum(forecastCategories).optional(),
  /** Closed in this week or month: the first and the last day. */
  closed_from: day.optional(),
  closed_to: day.optional(),
})
export type FigureDetails = z.input<typeof figureDetails>

export const salesDealsQuery = z
  .object({
    ...slice.shape,
    ...figureDetails.shape,
    ...pageQuery.shape,
    sort: z.enum(dealSorts).default('-updated_at'),
  })
  .refine(isPeriod, PERIOD)
export const salesDealsFileQuery = z
  .object({ ...slice.shape, ...figureDetails.shape })
  .refine(isPeriod, PERIOD)

/** What is done for somebody; a note is not. */
export const workKinds = ['call', 'meeting', 'email', 'task'] as const

/** Amounts are null for who does not get to see them. */
const amount = z.number().nullable()
export const sum = z.object({ count: z.number(), amount })
export type Sum = z.infer<typeof sum>

const stageName = { stage_id: z.uuid(), name: z.string() }
const owner = { key: z.string(), name: z.string().nullable() }

export const salesReport = z.object({
  pipeline: z.object({ id: z.uuid(), name: z.string(), currency: z.string() }),
  from: z.iso.date(),
  to: z.iso.date(),
  /** Closed in the period. */
  won: sum,
  lost: sum,
  /** W / (W + L), by count and by amount; null when nothing was closed, or nothing lost has an amount. */
  win_rate: z.number().nullable(),
  win_rate_amount: amount,
  /** Made in the period, and those of them that are won by now. */
  created: sum,
  created_won: sum,
  cohort_win_rate: z.number().nullable(),
  average_won: amount,
  /** Days from made to won. */
  cycle: z.object({ mean_days: z.number().nullable(), median_days: z.number().nullable() }),
  /** Money a day. */
  velocity: amount,
  /** Open now, with amounts times the probability of the stage. */
  open: sum.extend({ weighted: amount }),
  stages: z.array(sum.extend({ ...stageName, probability: z.number(), weighted: amount })),
  conversion: z.array(
    z.object({
      ...stageName,
      kind: z.enum(['open', 'won']),
      reached: z.number(),
      /** Of those that reached the stage before; null for the first. */
      rate: z.number().nullable(),
      mean_days: z.number().nullable(),
      median_days: z.number().nullable(),
    }),
  ),
  over_time: z.object({
    step: z.enum(['week', 'month']),
    /** Closed from `from` to `to`; `stages` is how many deals stood in each open stage at the end of that. */
    points: z.array(
      z.object({
        from: z.iso.date(),
        to: z.iso.date(),
        won: sum,
        lost: sum,
        stages: z.array(z.object({ stage_id: z.uuid(), count: z.number() })),
      }),
    ),
  }),
  reasons: z.array(
    sum.extend({
      kind: z.enum(['won', 'lost']),
      reason: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    }),
  ),
  owners: z.array(
    z.object({
      ...owner,
      won: sum,
      lost: sum,
      open: sum,
      win_rate: z.number().nullable(),
      mean_days: z.number().nullable(),
    }),
  ),
  /** Done in the period. */
  activities: z.array(
    z.object({
      user: z.object({ id: z.string(), name: z.string() }),
      kinds: z.record(z.enum(workKinds), z.number()),
    }),
  ),
  /** Deals of the report in another currency: counted, and their amounts not added. */
  other_currencies: z.number(),
})
export type SalesReport = z.infer<typeof salesReport>

const forecastLine = z.object({
  closed: sum,
  commit: sum,
  best_case: sum,
  pipeline: sum,
  /** Open amounts times the probability of their stages. */
  weighted: amount,
  quota: amount,
})
export type ForecastLine = z.infer<typeof forecastLine>

export const forecast = z.object({
  pipeline: salesReport.shape.pipeline,
  from: z.iso.date(),
  to: z.iso.date(),
  total: forecastLine,
  teams: z.array(forecastLine.extend({ id: z.uuid(), name: z.string() })),
  owners: z.array(forecastLine.extend(owner)),
  /** Open deals that are in no period, and those whose day has passed. */
  undated: sum,
  overdue: sum,
  slipped: sum,
  /** Deals whose day was put off three times or more. */
  pushed_often: z.number(),
})
export type Forecast = z.infer<typeof forecast>

/** What a line comes to, as `docs/guides/sales-insight.md` defines it. */
export function forecastTotals({ closed, commit, best_case, pipeline, weighted, quota }: ForecastLine) {
  if (
    closed.amount === null ||
    commit.amount === null ||
    best_case.amount === null ||
    pipeline.amount === null
  )
    return null
  const open = pipeline.amount + best_case.amount + commit.amount
  const left = quota === null ? null : quota - closed.amount
  return {
    open_pipeline: open,
    best_case_forecast: best_case.amount + commit.amount + closed.amount,
    commit_forecast: commit.amount + closed.amount,
    closed_only: closed.amount,
    forecast: closed.amount + (weighted ?? 0),
    attainment: quota ? closed.amount / quota : null,
    /** Null without a quota, and once it is reached. */
    coverage: left !== null && left > 0 ? open / left : null,
  }
}

const quotaOf = {
  user_id: z.string().min(1).max(100).nullable().default(null),
  team_id: z.uuid().nullable().default(null),
}

/** A quota for a period of whole months; null takes it away. Without user and team it is everybody's. */
export const quotaInput = z
  .object({
    pipeline_id: z.uuid(),
    ...quotaOf,
    from: day,
    to: day,
    amount: z.number().min(0).max(1e15).nullable(),
  })
  .refine(({ user_id, team_id }) => user_id === null || team_id === null, {
    message: 'A quota is of a user or of a team, not of both.',
    path: ['team_id'],
  })
  .refine(({ from, to }) => from <= to && isFirst(from) && isFirst(dayAfter(to)), {
    message:
      'A quota is for whole months: "from" is the first day of one, "to" the last day of the same or a later one.',
    path: ['from'],
  })
export type QuotaInput = z.input<typeof quotaInput>

export const quota = z.object({
  pipeline_id: z.uuid(),
  user_id: z.string().nullable(),
  team_id: z.uuid().nullable(),
  month: z.iso.date(),
  amount: z.number(),
})
export type Quota = z.infer<typeof quota>

function isFirst(text: string): boolean {
  return text.endsWith('-01')
}

/** The day after a day, as `2026-01-31` is written. */
function dayAfter(text: string): string {
  return new Date(Date.parse(text) + 86_400_000).toISOString().slice(0, 10)
}
