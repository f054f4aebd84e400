import type { Platform } from '../../platform/index.ts'
import { repeat } from '../../platform/repeat.ts'
import type { AskOptions } from '../ask/send-request.ts'
import { collectRuns } from '../runs/collect-run.ts'
import { attemptLookup } from './attempt-lookup.ts'
import { claimLookups } from './claim-lookups.ts'
import { removeOldLookups } from './remove-old-lookups.ts'

const POLL_MS = 1_000
const CLEAN_MS = 60 * 60_000

/** Asks providers what waits to be asked; any number of processes may do so on one database. */
export function startEnrichment(platform: Platform, options: AskOptions): { stop(): Promise<void> } {
  let cleanedAt = platform.clock.now()
  return repeat(platform, {
    restMs: POLL_MS,
    failed: 'Enrichment will go on',
    async work(isStopped) {
      await settleEnrichment(platform, options, isStopped)
      if (platform.clock.now() - cleanedAt < CLEAN_MS) return
      cleanedAt = platform.clock.now()
      await removeOldLookups(platform.db, cleanedAt)
    },
  })
}

/** Everything there is to ask at the moment. */
export async function settleEnrichment(
  platform: Platform,
  options: AskOptions,
  isStopped = () => false,
): Promise<void> {
  for (let more = true; more && !isStopped();) {
    const collected = await collectRuns(platform)
    const claimed = await claimLookups(platform.db, platform.clock.now())
    // One that fails for a fault of our own is taken up again when its lease ends.
    await Promise.all(
      claimed.map((one) =>
        attemptLookup(platform, one, options).catch((error: unknown) =>
          platform.logger.error(
            { err: error, lookup: one.id },
            'What a provider said could not be written down',
          ),
        ),
      ),
    )
    more = collected || claimed.length > 0
  }
}
