import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../../../platform/index.ts'
import { lookThrough } from './look-through.ts'
import { removeAdded } from './remove-added.ts'
import { settleAddresses } from './settle-addresses.ts'

const POLL_MS = 1_000

const steps = [removeAdded, lookThrough, settleAddresses]

/** Everything there is to do about work addresses at the moment. */
export async function settleAll(platform: Platform, isStopped = () => false): Promise<void> {
  for (const step of steps) while (!isStopped() && (await step(platform)));
}

/** Looks up the companies of work addresses as they become known. */
export function startEmailCompanies(platform: Platform): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const isStopped = () => stopping.signal.aborted
  const rest = () => sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
  const loop = async () => {
    for (; !isStopped(); await rest()) {
      try {
        await settleAll(platform, isStopped)
      } catch (error) {
        if (isStopped()) return
        platform.logger.error({ err: error }, 'Companies of e-mail addresses will be looked up again')
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
