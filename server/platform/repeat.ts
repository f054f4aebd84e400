import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from './platform.ts'

export type Repeated = {
  /** Milliseconds between the end of one time and the beginning of the next. */
  restMs: number
  /** Does what there is to do; asks now and then whether to leave the rest for later. */
  work(isStopped: () => boolean): Promise<void>
  /** What to write into the log when it fails. */
  failed: string
}

/** Does some work again and again, with a rest between; what fails is logged and tried again. `stop` waits for what is under way. */
export function repeat({ logger }: Platform, { restMs, work, failed }: Repeated): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const isStopped = () => stopping.signal.aborted
  const rest = () => sleep(restMs, undefined, { signal: stopping.signal }).catch(() => undefined)
  const loop = async () => {
    for (; !isStopped(); await rest()) {
      try {
        await work(isStopped)
      } catch (error) {
        if (isStopped()) return
        logger.error({ err: error }, failed)
      }
    }
  }
  const running = loop()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
