import type { Platform } from '../../../platform/index.ts'
import { repeat } from '../../../platform/repeat.ts'
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
  return repeat(platform, {
    restMs: POLL_MS,
    work: (isStopped) => settleAll(platform, isStopped),
    failed: 'Companies of e-mail addresses will be looked up again',
  })
}
