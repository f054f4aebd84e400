import type { EventType } from '../../model/event.ts'
import type { JsonObject } from '../../model/json.ts'
import type { TimelineEvent } from '../../model/person.ts'
import { money, plainValue } from './format.ts'

const SUMMARY_VALUES = 3

/** How kinds of events are called where they are chosen from. */
export const eventTypeNames: Record<EventType, string> = {
  track: 'Actions',
  page: 'Page views',
  screen: 'Screen views',
  identify: 'Identifications',
  group: 'Company changes',
  alias: 'Linked ids',
  merge: 'Merged ids',
}

type Named = Pick<TimelineEvent, 'type' | 'event' | 'properties'>

/** What happened, as the heading of one event: "Order Completed", "Viewed Pricing". */
export function eventTitle({ type, event, properties }: Named): string {
  const place = event || text(properties['title']) || text(properties['path']) || text(properties['url'])
  switch (type) {
    case 'page':
      return place ? `Viewed ${place}` : 'Viewed a page'
    case 'screen':
      return place ? `Opened ${place}` : 'Opened a screen'
    case 'identify':
      return 'Said who they are'
    case 'group':
      return 'Joined a company'
    case 'alias':
      return 'Linked two ids'
    case 'merge':
      return 'Merged two ids'
    default:
      return event || type
  }
}

/** What tells this event from others of its name, in a line: "€1,249.90 · plan pro", "Engine No. 2 · Qualified → Proposal". */
export function eventSummary(event: Named): string {
  const told = properNames(event.properties)
  return [...told.words, ...plainProperties(event, told.used)].slice(0, SUMMARY_VALUES).join(' · ')
}

/** Names of records, moves and amounts read better than the properties that they are made of. */
function properNames(properties: JsonObject): { words: string[]; used: string[] } {
  const { deal_name: deal, segment_name: segment, from_stage: from, to_stage: to, currency } = properties
  const amount = amounts.find((name) => typeof properties[name] === 'number')
  const words = [text(deal), text(segment), text(from) && text(to) && `${text(from)} → ${text(to)}`]
  if (amount && text(currency)) words.push(money(Number(properties[amount]), text(currency)))
  const used = [
    'deal_name',
    'segment_name',
    'from_stage',
    'to_stage',
    ...(amount ? [amount, 'currency'] : []),
  ]
  return { words: words.filter(Boolean), used: text(currency) ? used : used.slice(0, 4) }
}

/** The other plain properties; ids say nothing to people, and a page's address repeats its name. */
function plainProperties(event: Named, used: string[]): string[] {
  const title = eventTitle(event)
  return Object.entries(event.properties)
    .filter(([name, value]) => isPlain(value) && !used.includes(name) && !/(^|_)(id|url)$/i.test(name))
    .filter(([, value]) => !title.endsWith(String(value)))
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${plainValue(value)}`)
}

const amounts = ['value', 'amount', 'revenue', 'total', 'price']

const text = (value: unknown) => (typeof value === 'string' ? value : '')

function isPlain(value: unknown): boolean {
  return (
    (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'
  )
}
