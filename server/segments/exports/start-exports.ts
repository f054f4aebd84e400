import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StorageOptions } from '../../platform/file-storage/index.ts'
import type { Platform } from '../../platform/index.ts'
import { claimRun, releaseRuns, scheduleDueRuns } from './claim-run.ts'
import { runExport } from './run-export.ts'

const POLL_MS = 1_000
const RETRY_MS = 5_000
const STOP_WITHIN_MS = 2_000

/** Writes the files of exports for which it is time, one after the other; what a crash cut off is written anew. */
export function startSegmentExports(platform: Platform, options: StorageOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const worker = randomUUID()
  const rest = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined)
  const loop = async () => {
    if (platform.relational.engine === 'embedded') await releaseRuns(platform.db)
    while (!stopping.signal.aborted) {
      const worked = await workOnExports(platform, { ...options, worker }).catch((error: unknown) => {
        platform.logger.error({ err: error }, 'Exports cannot be worked on and will be tried again')
        return null
      })
      if (!worked) await rest(worked === null ? RETRY_MS : POLL_MS)
    }
  }
  const running = loop()
  return {
    async stop() {
      stopping.abort()
      // A file that is not whole is not in its place: being cut off here is no worse than a crash, and as harmless.
      await Promise.race([running, sleep(STOP_WITHIN_MS)])
    },
  }
}

/** Does what is due, and says whether there was anything. Exported for tests, which want to wait for it. */
export async function workOnExports(
  platform: Platform,
  { worker, allowPrivate }: StorageOptions & { worker: string },
): Promise<boolean> {
  const now = platform.clock.now()
  await scheduleDueRuns(platform.db, now)
  const run = await claimRun(platform.db, worker, now)
  if (run) await runExport(platform, run, { allowPrivate, worker })
  return run !== null
}
