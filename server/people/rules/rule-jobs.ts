import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../../platform/index.ts'
import type { LastSeen } from '../decisions/decide.ts'
import { bringUpToDate, isApplying } from './bring-up-to-date.ts'
import { evaluateDraft } from './evaluate-draft.ts'
import { openRuleBook } from './rule-book.ts'

const POLL_MS = 500

/** Brings people up to date with rules that were applied, and finds out what a draft would change. */
export function startRuleJobs(platform: Platform, lastSeenOf: LastSeen): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const isStopped = () => stopping.signal.aborted
  const rules = openRuleBook(platform.db)
  const rest = () => sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
  const loop = async () => {
    for (; !isStopped(); await rest()) {
      try {
        while (!isStopped() && (await bringUpToDate(platform, { rules, lastSeenOf })));
        // What would change is said of people as they are by the rules that hold.
        if (!(await isApplying(platform.db))) await evaluateDraft(platform, isStopped)
      } catch (error) {
        if (isStopped()) return
        platform.logger.error(
          { err: error },
          'The identity rules could not be applied and will be tried again',
        )
      }
    }
  }
  const running = loop()
  return {
    async stop() {
      stopping.abort()
      rules.stop()
      await running
    },
  }
}
