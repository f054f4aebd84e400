import { kept } from '../batch.ts'
import { note, type PipelineEvent } from '../pipeline-event.ts'
import type { Step } from '../step.ts'

/** Clocks that were never set say 1970; nobody means such a time. */
const EARLIEST = Date.UTC(1980, 0, 1)
/** A client without `sentAt` may be ahead of us by this much before we stop believing its clock. */
const AHEAD_MS = 5 * 60 * 1000

/** When it happened by our clock: `receivedAt − (sentAt − originalTimestamp)`, which takes the client's skew out. */
export const normalizeTime: Step = {
  name: 'normalizeTime',
  run(batch) {
    for (const event of kept(batch)) {
      const { receivedAt } = event.header
      const { originalTimestamp, sentAt } = event.event
      const time =
        originalTimestamp === null ? receivedAt : receivedAt - ((sentAt ?? receivedAt) - originalTimestamp)
      event.time = time >= EARLIEST && time <= receivedAt + AHEAD_MS ? Math.min(time, receivedAt) : receivedAt
      if (event.time !== originalTimestamp && originalTimestamp !== null) describe(event, originalTimestamp)
    }
  },
}

function describe(event: PipelineEvent, original: number): void {
  const seconds = Math.round((event.time - original) / 1000)
  if (seconds !== 0) note(event, 'normalizeTime', `client clock corrected by ${seconds} s`)
}
