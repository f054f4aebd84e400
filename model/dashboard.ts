import { z } from 'zod'
import { dashboardCard, type DashboardCardInput } from './dashboard-cards.ts'
import { dashboardComparisons, dashboardPeriods } from './dashboard-periods.ts'
import { isPeriod, ownerKey, PERIOD } from './sales.ts'
import { viewSharings } from './saved-view.ts'
import { text } from './strings.ts'

const MOST_CARDS = 30

/** What all cards of a dashboard are about. Days are those of UTC, both included. */
const filterShape = z.object({
  period: z.enum(dashboardPeriods).default('this_quarter'),
  /** Of the period `days`. */
  from: z.iso.date().nullable().default(null),
  to: z.iso.date().nullable().default(null),
  compare: z.enum(dashboardComparisons).default('before'),
  /** The first pipeline when null. */
  pipeline: z.uuid().nullable().default(null),
  owner: ownerKey.nullable().default(null),
  /** With all teams below it. */
  team: z.uuid().nullable().default(null),
})
export type DashboardFilters = z.output<typeof filterShape>

export const dashboardFilters = filterShape
  .refine(({ period, from, to }) => (period === 'days') === (from !== null && to !== null), {
    message: '"from" and "to" belong to the period "days", which needs both.',
    path: ['from'],
  })
  .refine(({ from, to }) => isPeriod({ from: from ?? undefined, to: to ?? undefined }), PERIOD)

const cards = z
  .array(dashboardCard)
  .max(MOST_CARDS)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'must each have an id of its own')

const owner = z.object({ id: z.string(), name: z.string() })
const team = z.object({ id: z.uuid(), name: z.string() })

/** Cards in their order, and who sees them. `may_edit` says whether the caller may change and delete it. */
export const dashboard = z.object({
  id: z.uuid(),
  name: z.string(),
  sharing: z.enum(viewSharings),
  team: team.nullable(),
  owner,
  filters: filterShape,
  cards: z.array(dashboardCard),
  version: z.number(),
  may_edit: z.boolean(),
  updated_at: z.iso.datetime(),
})
export type Dashboard = z.infer<typeof dashboard>

export const dashboardInput = z.object({
  name: text(100),
  sharing: z.enum(viewSharings).default('private'),
  /** Needed when it is shared with a team. */
  team_id: z.uuid().nullable().default(null),
  filters: dashboardFilters.default({
    period: 'this_quarter',
    from: null,
    to: null,
    compare: 'before',
    pipeline: null,
    owner: null,
    team: null,
  }),
  cards: cards.default([]),
})
export type DashboardInput = z.input<typeof dashboardInput>

/** A change of a dashboard. With `version`, it is refused (409) when somebody else changed it since. */
export const dashboardChange = z.object({
  name: text(100).optional(),
  sharing: z.enum(viewSharings).optional(),
  team_id: z.uuid().nullable().optional(),
  filters: dashboardFilters.optional(),
  cards: cards.optional(),
  version: z.number().int().optional(),
})
export type DashboardChange = Omit<z.input<typeof dashboardChange>, 'cards'> & {
  cards?: DashboardCardInput[] | undefined
}
