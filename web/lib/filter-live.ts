import type { LiveEvent } from '../../model/source.ts'

export type LiveFilter = {
  source?: string | undefined
  type?: string | undefined
  outcome?: LiveEvent['outcome'] | undefined
  search?: string | undefined
}

/** The events that the filter lets through; `search` looks in names, ids, the person and the raw event. */
export function filterLive(events: LiveEvent[], { source, type, outcome, search }: LiveFilter): LiveEvent[] {
  const words = search?.trim().toLowerCase() ?? ''
  return events.filter(
    (event) =>
      (!source || event.source === source) &&
      (!type || event.type === type) &&
      (!outcome || event.outcome === outcome) &&
      (words === '' || textOf(event).includes(words)),
  )
}

const texts = new WeakMap<LiveEvent, string>()

function textOf(event: LiveEvent): string {
  const known = texts.get(event)
  if (known !== undefined) return known
  const text = [event.event, event.message_id, event.person?.label, JSON.stringify(event.payload)]
    .join(' ')
    .toLowerCase()
  texts.set(event, text)
  return text
}
