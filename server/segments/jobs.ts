import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../platform/index.ts'
import { buildTraits } from './computed/build-values.ts'
import { passDays } from './computed/pass-days.ts'
import { passScores } from './computed/pass-scores.ts'
import { rewriteTraits } from './computed/rewrite-traits.ts'
import { defaultBudget, type Budget } from './cost/budget.ts'
import { writeCosts } from './cost/cost-meter.ts'
import { makeUp, walkSlowed } from './cost/walk-slowed.ts'
import { evaluateEverybody } from './evaluate-everybody.ts'
import { listEvaluated } from './evaluated-segment.ts'
import { copyWaitingLists } from './lists/copy-list.ts'
import { passTime } from './pass-time.ts'

const POLL_MS = 500
const PASS_TIME_MS = 2_000
/** Looking who is due may take this part of the time at most: when it takes longer it comes less often. */
const PASS_TIME_SHARE = 1 / 20

/** Builds segments and computed traits that are new or redefined, and lets time pass for those that look at now. */
export function startSegmentJobs(platform: Platform): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const isStopped = () => stopping.signal.aborted
  const rest = () => sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
  const loop = async () => {
    for (let passAfter = 0; !isStopped(); await rest()) {
      try {
        await buildWaiting(platform, isStopped)
        await makeUp(platform, isStopped)
        await walkSlowed(platform)
        await workOut(platform, isStopped)
        await writeCosts(platform)
        const start = platform.clock.now()
        if (start < passAfter) continue
        await passTime(platform, isStopped)
        await passScores(platform, isStopped)
        const took = platform.clock.now() - start
        passAfter = start + Math.max(PASS_TIME_MS, took / PASS_TIME_SHARE)
      } catch (error) {
        platform.logger.error({ err: error }, 'Segments could not be evaluated and will be tried again')
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

/** Works computed traits out over everybody where that is due, and writes people anew where one was renamed or goes. */
export async function workOut(platform: Platform, isStopped = () => false): Promise<void> {
  await buildTraits(platform, isStopped)
  while (!isStopped() && (await rewriteTraits(platform)));
  await passDays(platform)
}

/** Brings lists to the warehouse and builds the segments that wait for it, together. A build that was cut off, by a crash for instance, starts again. */
export async function buildWaiting(
  platform: Platform,
  isStopped = () => false,
  budget: Budget = defaultBudget,
): Promise<void> {
  await copyWaitingLists(platform, isStopped)
  const segments = await listEvaluated(platform.db, ['building'])
  if (segments.length > 0) await evaluateEverybody(platform, segments, { initial: true, isStopped, budget })
}
