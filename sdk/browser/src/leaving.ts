import { toBatches, toBody } from './batches.ts'
import type { Settings } from './config.ts'
import type { Queue } from './queue.ts'
import { batchUrl } from './sender.ts'
import { postOnLeaving } from './transport.ts'

/** Browsers take 64 KB a beacon; with the head of the body a batch stays under 60 KB. */
const BEACON = { events: 100, bytes: 59_000 }

/**
 * Hands what was never sent to the browser, for a page that may be gone in a moment. Nobody learns the answer, so the
 * events stay in the queue, marked, until a later page has sent them again and was told that they arrived.
 */
export function sendOnLeaving(settings: Settings, queue: Queue): void {
  const unsent = queue.entries().filter((entry) => entry.beaconedAt === null)
  for (const batch of toBatches(unsent, BEACON)) {
    if (!postOnLeaving(batchUrl(settings), toBody(settings.writeKey, batch))) return
    queue.markBeaconed(batch)
  }
}
