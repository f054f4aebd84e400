import type { Platform } from '../../platform/index.ts'
import { takeSnapshot } from './take-snapshot.ts'

const LOOK_EVERY_MS = 60_000

/** Keeps what the deals are at the start of every week, and now, when this week has no snapshot yet. */
export function startSnapshots(platform: Platform): { stop(): Promise<void> } {
  const take = async () => {
    try {
      await takeSnapshot(platform)
    } catch (error) {
      platform.logger.error({ err: error }, 'The forecast could not be kept and will be tried again')
    }
  }
  let running = take()
  const timer = setInterval(() => {
    running = running.then(take)
  }, LOOK_EVERY_MS)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
