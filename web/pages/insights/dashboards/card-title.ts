import { cardKinds, type DashboardCard } from '../../../../model/dashboard-cards.ts'

/** What a card is called: by itself, or as its kind is. */
export function cardTitle({ kind, title, settings }: DashboardCard): string {
  if (title !== '') return title
  if ('event' in settings) return settings.event
  if ('outcome' in settings) return settings.outcome === 'lost' ? 'Lost reasons' : 'Won reasons'
  return cardKinds[kind].name
}
