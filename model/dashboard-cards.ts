import { z } from 'zod'
import type { Permission } from './roles.ts'
import { text } from './strings.ts'

const MAX_NOTE = 2000

/** How many of three columns a card takes. */
export const cardWidths = [1, 2, 3] as const

type Definition = {
  name: string
  /** What it shows, in a sentence. */
  explains: string
  area: 'sales' | 'marketing' | 'other'
  /** Without it nobody sees the card; null for what says nothing of the data. */
  permission: Permission | null
  width: (typeof cardWidths)[number]
  settings: z.ZodObject
}

/** A pipeline of its own, whatever the dashboard is about. */
const pipeline = z.uuid().nullable().default(null)
const measure = z.enum(['amount', 'count'])
const most = z.number().int().min(3).max(50).default(10)
const deals = { area: 'sales', permission: 'deals:read' } as const

/** Every kind of card: what it is called, who sees it, and what can be set about it. */
export const cardKinds = {
  won: {
    ...deals,
    name: 'Won',
    explains: 'What was won in the period.',
    width: 1,
    settings: z.object({ pipeline, measure: measure.default('amount') }),
  },
  new_deals: {
    ...deals,
    name: 'New deals',
    explains: 'Deals that were made in the period.',
    width: 1,
    settings: z.object({ pipeline, measure: measure.default('count') }),
  },
  win_rate: {
    ...deals,
    name: 'Win rate',
    explains: 'Won deals as a share of those won or lost in the period; of a cohort, of those made in it.',
    width: 1,
    settings: z.object({ pipeline, share: z.enum(['count', 'amount', 'cohort']).default('count') }),
  },
  sales_cycle: {
    ...deals,
    name: 'Sales cycle',
    explains: 'Days from made to won, of the deals won in the period.',
    width: 1,
    settings: z.object({ pipeline, average: z.enum(['median', 'mean']).default('median') }),
  },
  average_won: {
    ...deals,
    name: 'Average won',
    explains: 'What a deal that was won in the period amounts to.',
    width: 1,
    settings: z.object({ pipeline }),
  },
  quota: {
    ...deals,
    name: 'Quota',
    explains: 'What was won in the period against the quota for it.',
    width: 1,
    settings: z.object({ pipeline }),
  },
  open_pipeline: {
    ...deals,
    name: 'Open pipeline',
    explains: 'What is open now, stage by stage.',
    width: 1,
    settings: z.object({
      pipeline,
      stage_measure: z.enum(['amount', 'count', 'weighted']).default('amount'),
    }),
  },
  conversion: {
    ...deals,
    name: 'Conversion',
    explains: 'How far the deals came that were made in the period, as a funnel.',
    width: 1,
    settings: z.object({ pipeline }),
  },
  won_over_time: {
    ...deals,
    name: 'Won over time',
    explains: 'What was won, month by month or as long as the period is.',
    width: 2,
    settings: z.object({
      pipeline,
      measure: measure.default('amount'),
      span: z.enum(['year', 'period']).default('year'),
    }),
  },
  top_owners: {
    ...deals,
    name: 'Best sellers',
    explains: 'Who won most in the period, with their quotas where it is of whole months.',
    width: 2,
    settings: z.object({ pipeline, most }),
  },
  close_reasons: {
    ...deals,
    name: 'Reasons',
    explains: 'Why deals were lost or won in the period.',
    width: 1,
    settings: z.object({ pipeline, outcome: z.enum(['lost', 'won']).default('lost') }),
  },
  forecast: {
    ...deals,
    name: 'Forecast',
    explains: 'What was won in the period, and what may still close in it by category.',
    width: 1,
    settings: z.object({ pipeline }),
  },
  forecast_changes: {
    ...deals,
    name: 'What changed',
    explains: 'How the open pipeline of the period changed since the week began.',
    width: 1,
    settings: z.object({ pipeline }),
  },
  deals_at_risk: {
    ...deals,
    name: 'Deals at risk',
    explains: 'Open deals that are overdue, slipped out of the period, were put off often, or have no day.',
    width: 1,
    settings: z.object({ pipeline }),
  },
  activities_done: {
    name: 'Activities done',
    explains: 'Calls, meetings, e-mails and tasks that colleagues did in the period.',
    area: 'sales',
    permission: 'activities:read',
    width: 2,
    settings: z.object({ most }),
  },
  leads_by_source: {
    name: 'Leads by source',
    explains: 'Leads made in the period by where they came from, and how many of them were converted.',
    area: 'marketing',
    permission: 'records:read',
    width: 1,
    settings: z.object({ most }),
  },
  new_people: {
    name: 'New people',
    explains: 'People who were seen for the first time in the period.',
    area: 'marketing',
    permission: 'people:read',
    width: 2,
    settings: z.object({}),
  },
  event_over_time: {
    name: 'Event over time',
    explains: 'How often an event happened in the period.',
    area: 'marketing',
    permission: 'events:read',
    width: 2,
    settings: z.object({ event: text(200) }),
  },
  top_events: {
    name: 'Most frequent events',
    explains: 'Which events happened most in the period.',
    area: 'marketing',
    permission: 'events:read',
    width: 1,
    settings: z.object({ most }),
  },
  segment_size: {
    name: 'Segment size',
    explains: 'How many belonged to a segment over the period.',
    area: 'marketing',
    permission: 'segments:read',
    width: 2,
    settings: z.object({ segment: z.uuid() }),
  },
  note: {
    name: 'Note',
    explains: 'Words of your own: what the numbers are for, or what to look at.',
    area: 'other',
    permission: null,
    width: 1,
    settings: z.object({ text: text(MAX_NOTE) }),
  },
} as const satisfies Record<string, Definition>

export type CardKind = keyof typeof cardKinds
export type CardSettings = { [Kind in CardKind]: z.output<(typeof cardKinds)[Kind]['settings']> }

function cardOf<Kind extends CardKind>(kind: Kind) {
  const settings: (typeof cardKinds)[Kind]['settings'] = cardKinds[kind].settings
  return z.object({
    id: z.uuid(),
    kind: z.literal(kind),
    /** Instead of the kind's name; empty for that. */
    title: z.string().trim().max(100).default(''),
    width: z.literal(cardWidths).default(1),
    settings,
  })
}

/** A card of a dashboard. */
export const dashboardCard = z.discriminatedUnion('kind', [
  cardOf('won'),
  cardOf('new_deals'),
  cardOf('win_rate'),
  cardOf('sales_cycle'),
  cardOf('average_won'),
  cardOf('quota'),
  cardOf('open_pipeline'),
  cardOf('conversion'),
  cardOf('won_over_time'),
  cardOf('top_owners'),
  cardOf('close_reasons'),
  cardOf('forecast'),
  cardOf('forecast_changes'),
  cardOf('deals_at_risk'),
  cardOf('activities_done'),
  cardOf('leads_by_source'),
  cardOf('new_people'),
  cardOf('event_over_time'),
  cardOf('top_events'),
  cardOf('segment_size'),
  cardOf('note'),
])
export type DashboardCard = z.infer<typeof dashboardCard>
export type DashboardCardInput = z.input<typeof dashboardCard>

/** A card of a kind; of any when none is named. */
export type CardOf<Kind extends CardKind = CardKind> = {
  [One in Kind]: Omit<DashboardCard, 'kind' | 'settings'> & { kind: One; settings: CardSettings[One] }
}[Kind]

/** What a card is called: by itself, or as its kind is. */
export function cardTitle({ kind, title, settings }: DashboardCard): string {
  if (title !== '') return title
  if ('event' in settings) return settings.event
  if ('outcome' in settings) return settings.outcome === 'lost' ? 'Lost reasons' : 'Won reasons'
  return cardKinds[kind].name
}
