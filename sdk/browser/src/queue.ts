import { isObject, parseObject, type Json } from './json.ts'
import type { Store } from './storage.ts'
import { warnOnce } from './warn.ts'

/** One call in the shape servers of this protocol expect. */
export interface TrackingEvent extends Json {
  type: 'identify' | 'track' | 'page' | 'group' | 'alias'
  messageId: string
  anonymousId: string
  userId?: string
  timestamp: string
  originalTimestamp: string
  context: Json
}

/** A waiting event: its key in the store, its JSON, and when a beacon carried it off, if one did. */
export interface Entry {
  key: string
  json: string
  beaconedAt: number | null
}

export interface Queue {
  add(event: TrackingEvent): void
  /** What waits, oldest first. */
  entries(): Entry[]
  remove(entries: Entry[]): void
  markBeaconed(entries: Entry[]): void
  /** Removes what is damaged, and adds this to the context of the events that do not have it yet. */
  mend(context: Json): void
  /** Adds to the number of events lost for good in this browser. */
  countDropped(count: number): void
  dropped(): number
}

const MAX_EVENTS = 1_000
const MAX_CHARACTERS = 1_000_000
/** The server refuses longer events, and with them the whole batch they are in. */
const MAX_EVENT_BYTES = 32 * 1_024
/** The server recognises a repeated event for 7 days; after 6 a beacon's events are taken as received. */
const BEACON_TRUST_MS = 6 * 24 * 3_600_000
const DROPPED = 'kith_dropped'

/**
 * The events that the server has not acknowledged, one key each, so that tabs never overwrite each other and the events
 * of a closed tab are sent by whichever tab or page comes next.
 */
export function createQueue(store: Store, writeKey: string): Queue {
  const start = `kith_queue:${writeKey}:`

  const queue: Queue = {
    add(event) {
      const json = JSON.stringify(event)
      if (byteLength(json) > MAX_EVENT_BYTES) {
        queue.countDropped(1)
        warnOnce(`an event of type ${event.type} is longer than ${MAX_EVENT_BYTES} bytes and was dropped`)
        return
      }
      store.set(start + event.messageId, json)
      dropOldest()
    },
    entries() {
      const found = store
        .keys(start)
        .sort()
        .map((key) => toEntry(key, store.get(key) ?? ''))
      queue.remove(found.filter(isSettled))
      return found.filter((entry) => entry.json && !isSettled(entry))
    },
    remove(entries) {
      for (const entry of entries) store.remove(entry.key)
    },
    markBeaconed(entries) {
      for (const { key, json } of entries) store.set(key, Date.now() + json)
    },
    mend(context) {
      for (const { key, json, beaconedAt } of queue.entries()) {
        const event = parseObject(json)
        const own = event?.context
        if (!isObject(own)) store.remove(key)
        else if (Object.keys(context).some((name) => !(name in own))) {
          store.set(key, (beaconedAt ?? '') + JSON.stringify({ ...event, context: { ...context, ...own } }))
        }
      }
    },
    countDropped: (count) => store.set(DROPPED, String(queue.dropped() + count)),
    dropped: () => Number(store.get(DROPPED)) || 0,
  }

  function dropOldest(): void {
    const kept = queue.entries()
    let characters = kept.reduce((sum, entry) => sum + entry.json.length, 0)
    let excess = 0
    while (kept.length - excess > MAX_EVENTS || characters > MAX_CHARACTERS) {
      characters -= kept[excess++]!.json.length
    }
    if (!excess) return
    queue.remove(kept.slice(0, excess))
    queue.countDropped(excess)
    warnOnce('too many events wait for the server; the oldest are dropped')
  }

  return queue
}

/** Length of a text as sent, in bytes of UTF-8. */
export function byteLength(text: string): number {
  return new Blob([text]).size
}

/** A stored text is the event's JSON, after the time of its beacon in milliseconds if one carried it. */
function toEntry(key: string, text: string): Entry {
  const start = text.indexOf('{')
  return { key, json: text.slice(start), beaconedAt: start > 0 ? Number(text.slice(0, start)) : null }
}

function isSettled({ beaconedAt }: Entry): boolean {
  return beaconedAt !== null && Date.now() - beaconedAt > BEACON_TRUST_MS
}
