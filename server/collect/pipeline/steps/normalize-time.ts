import { kept } from '../batch.ts'
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
    }
  },
  describe({ event: { originalTimestamp }, time, header: { receivedAt } }) {
    const corrected = originalTimestamp === null ? 0 : Math.round((time - originalTimestamp) / 1000)
    if (corrected !== 0) return `The client's clock was corrected by ${corrected} s.`
    const ago = Math.round((receivedAt - time) / 1000)
    return ago === 0 ? 'Happened as it arrived.' : `Happened ${ago} s before it arrived.`
  },
}
