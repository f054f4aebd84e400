import type { EventType } from '../../model/event.ts'
import type { TimelineEvent } from '../../model/person.ts'
import { plainValue } from './format.ts'

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

/** The first few plain properties in a line: "value 120 · currency EUR". */
export function eventSummary({ type, event, properties }: Named): string {
  const said = type === 'page' || type === 'screen' ? eventTitle({ type, event, properties }) : ''
  return Object.entries(properties)
    .filter(([, value]) => isPlain(value) && !said.endsWith(String(value)))
    .slice(0, SUMMARY_VALUES)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${plainValue(value)}`)
    .join(' · ')
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

function isPlain(value: unknown): boolean {
  return (
    (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'
  )
}
