import type { CardKind, CardOf, CardSettings } from '../../../../model/dashboard-cards.ts'
import type { CardFigures } from '../../../../model/dashboard-data.ts'
import type { CardContext } from '../data/card-context.ts'
import { activitiesCard } from './activities-card.ts'
import { eventOverTime, topEvents } from './event-cards.ts'
import { dealsAtRiskCard, forecastCard, forecastChangesCard, quotaCard } from './forecast-cards.ts'
import { leadsBySource } from './leads-by-source.ts'
import { averageWon, newDeals, salesCycle, winRate, won } from './number-cards.ts'
import { newPeople } from './new-people.ts'
import { conversionCard, openPipelineCard } from './pipeline-cards.ts'
import { closeReasons, topOwners } from './ranking-cards.ts'
import { segmentSize } from './segment-size.ts'
import { wonOverTime } from './won-over-time.ts'

type Compute<Kind extends CardKind> = (
  context: CardContext,
  settings: CardSettings[Kind],
) => CardFigures | Promise<CardFigures>

/** How each kind of card is worked out. */
const kinds: { [Kind in CardKind]: Compute<Kind> } = {
  won,
  new_deals: newDeals,
  win_rate: winRate,
  sales_cycle: salesCycle,
  average_won: averageWon,
  quota: quotaCard,
  open_pipeline: openPipelineCard,
  conversion: conversionCard,
  won_over_time: wonOverTime,
  top_owners: topOwners,
  close_reasons: closeReasons,
  forecast: forecastCard,
  forecast_changes: forecastChangesCard,
  deals_at_risk: dealsAtRiskCard,
  activities_done: activitiesCard,
  leads_by_source: leadsBySource,
  new_people: newPeople,
  event_over_time: eventOverTime,
  top_events: topEvents,
  segment_size: segmentSize,
  note: (_context, { text }) => ({ shape: 'note', text }),
}

/** What a card shows. Throws `forbidden` for what the caller may not see, `validation_failed` and `not_found` for what is gone. */
export async function computeFigures<Kind extends CardKind>(
  context: CardContext,
  { kind, settings }: CardOf<Kind>,
): Promise<CardFigures> {
  return kinds[kind](context, settings)
}
