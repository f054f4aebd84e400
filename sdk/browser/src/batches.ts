import { byteLength, type Entry } from './queue.ts'

export interface Limits {
  events: number
  bytes: number
}

/** Cuts entries into runs that stay within the limits; an entry too long for any run gets one of its own. */
export function toBatches(entries: Entry[], limits: Limits): Entry[][] {
  const batches: Entry[][] = []
  let batch: Entry[] = []
  let bytes = 0
  for (const entry of entries) {
    const size = byteLength(entry.json) + 1
    if (!batch.length || batch.length === limits.events || bytes + size > limits.bytes) {
      batches.push((batch = []))
      bytes = 0
    }
    batch.push(entry)
    bytes += size
  }
  return batches
}

/** The request's body; the events are JSON already. */
export function toBody(writeKey: string, batch: Entry[]): string {
  const head = JSON.stringify({ writeKey, sentAt: new Date() })
  return `${head.slice(0, -1)},"batch":[${batch.map((entry) => entry.json).join()}]}`
}
