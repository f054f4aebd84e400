import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../../platform/index.ts'
import { computeWaiting } from './compute-fields.ts'

const POLL_MS = 1_000

/** Works out in the background what formulas and roll-ups come to for records that wait for it. */
export function startComputing(platform: Platform): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const rest = () => sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
  const loop = async () => {
    for (; !stopping.signal.aborted; await rest()) {
      try {
        await computeWaiting(platform)
      } catch (error) {
        platform.logger.error(
          { err: error },
          'Computed fields could not be worked out and will be tried again',
        )
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
