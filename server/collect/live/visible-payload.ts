import { isObject, type JsonObject } from '../../../model/json.ts'
import type { DroppedEvent, LiveEvent } from '../../../model/source.ts'
import { hiddenTraits } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'

/** Live events without the values of traits that are hidden from the caller. */
export function visibleLive(caller: Actor, events: LiveEvent[]): LiveEvent[] {
  const hidden = hiddenTraits(caller, 'people')
  if (hidden.size === 0) return events
  return events.map((event) => ({ ...event, payload: withoutTraits(event.payload, hidden) }))
}

/** Dropped events without the values of traits that are hidden from the caller. */
export function visibleDropped(caller: Actor, events: DroppedEvent[]): DroppedEvent[] {
  const hidden = hiddenTraits(caller, 'people')
  if (hidden.size === 0) return events
  return events.map((event) => ({ ...event, payload: withoutTraitsInText(event.payload, hidden) }))
}

/** A payload that was cut off because of its length cannot be read, so nothing of it is shown. */
function withoutTraitsInText(text: string, hidden: ReadonlySet<string>): string {
  try {
    return JSON.stringify(withoutTraits(JSON.parse(text), hidden))
  } catch {
    return ''
  }
}

function withoutTraits(payload: unknown, hidden: ReadonlySet<string>): unknown {
  if (!isObject(payload)) return payload
  const { traits, properties, context } = payload
  return {
    ...payload,
    ...(isObject(traits) && { traits: without(traits, hidden) }),
    ...(isObject(properties) && { properties: without(properties, hidden) }),
    ...(isObject(context) && { context: withoutTraits(context, hidden) }),
  }
}

function without(values: JsonObject, hidden: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.has(name)))
}
