import type { DashboardCardInput } from './dashboard-cards.ts'

/** A card without its id. */
export type CardDraft = DashboardCardInput extends infer Card
  ? Card extends unknown
    ? Omit<Card, 'id'>
    : never
  : never

export type DashboardTemplate = { name: string; explains: string; cards: CardDraft[] }

/** What a new dashboard can begin with. */
export const dashboardTemplates: DashboardTemplate[] = [
  {
    name: 'Sales',
    explains: 'Won and new deals, win rate, cycle, pipeline, quota, best sellers and lost reasons.',
    cards: [
      { kind: 'won', width: 1, settings: {} },
      { kind: 'win_rate', width: 1, settings: {} },
      { kind: 'quota', width: 1, settings: {} },
      { kind: 'won_over_time', title: 'Won by month', width: 2, settings: {} },
      { kind: 'open_pipeline', width: 1, settings: {} },
      { kind: 'new_deals', width: 1, settings: {} },
      { kind: 'sales_cycle', width: 1, settings: {} },
      { kind: 'average_won', width: 1, settings: {} },
      { kind: 'top_owners', width: 2, settings: {} },
      { kind: 'close_reasons', title: 'Lost reasons', width: 1, settings: {} },
      { kind: 'activities_done', width: 2, settings: {} },
      { kind: 'deals_at_risk', width: 1, settings: {} },
    ],
  },
  {
    name: 'Marketing',
    explains:
      'New people, leads by source, and which events happen. Add segments and events that matter to you.',
    cards: [
      { kind: 'new_people', width: 2, settings: {} },
      { kind: 'leads_by_source', width: 1, settings: {} },
      { kind: 'top_events', width: 1, settings: {} },
      { kind: 'conversion', width: 1, settings: {} },
      { kind: 'win_rate', width: 1, settings: { share: 'cohort' } },
    ],
  },
  { name: 'Empty', explains: 'Choose every card yourself.', cards: [] },
]
