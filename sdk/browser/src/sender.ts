import { toBatches, toBody } from './batches.ts'
import type { Settings } from './config.ts'
import { exclusively } from './locks.ts'
import type { Entry, Queue } from './queue.ts'
import { post } from './transport.ts'
import { warnOnce } from './warn.ts'

export interface Sender {
  /** Something waits: send it soon, or now if enough waits. */
  wake(): void
  /** Sends what waits now; settles when it is sent or has to be tried again. */
  flush(): Promise<void>
}

const BATCH = { events: 100, bytes: 450_000 }
const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 300_000

/** Brings the queue to the server in batches, as long as `isAllowed`, until each is acknowledged or refused. */
export function createSender(settings: Settings, queue: Queue, isAllowed: () => boolean): Sender {
  const { writeKey } = settings
  const url = batchUrl(settings)
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let failures = 0

  function wake(): void {
    if (!isAllowed() || running || failures) return
    const count = sendable(queue).length
    if (count >= settings.flushAt) void flush()
    else if (count && timer === undefined) flushIn(settings.flushInterval)
  }

  function flush(): Promise<void> {
    stopTimer()
    running ??= exclusively(`kith:${writeKey}`, sendAll)
      .catch((error: unknown) => warnOnce(String(error)))
      .finally(() => {
        running = undefined
        wake()
      })
    return running
  }

  async function sendAll(): Promise<void> {
    for (;;) {
      const batch = isAllowed() && toBatches(sendable(queue), BATCH)[0]
      // Another tab may have sent what failed here; then there is nothing to wait for any more.
      if (!batch) return void (failures = 0)
      const answer = await post(url, toBody(writeKey, batch))
      if (answer.kind === 'retry') return retry(answer.afterMs)
      failures = 0
      queue.remove(batch)
      if (answer.kind === 'refused') {
        queue.countDropped(batch.length)
        warnOnce(`the server refused events: ${answer.reason}`)
      }
    }
  }

  function retry(afterMs: number | null): void {
    const longest = Math.min(FIRST_RETRY_MS * 2 ** failures++, LONGEST_RETRY_MS)
    flushIn(afterMs ?? longest * (0.5 + Math.random() / 2))
  }

  function flushIn(ms: number): void {
    stopTimer()
    timer = setTimeout(() => void flush(), ms)
  }

  function stopTimer(): void {
    clearTimeout(timer)
    timer = undefined
  }

  return { wake, flush }
}

/** Where batches go. */
export function batchUrl(settings: Settings): string {
  return `${settings.host}/v1/batch`
}

/** While the page is hidden, what a beacon carried off is left to be confirmed by the page that is looked at next. */
function sendable(queue: Queue): Entry[] {
  const isHidden = document.visibilityState === 'hidden'
  return queue.entries().filter((entry) => !isHidden || entry.beaconedAt === null)
}
