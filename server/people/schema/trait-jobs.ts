import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Platform } from '../../platform/index.ts'
import { recomputeTrait } from './recompute-trait.ts'
import { surveyTraits } from './survey-traits.ts'

const POLL_MS = 1_000
/** Somebody who has just sent the first events looks sooner than every five minutes. */
const FIRST_SURVEY_MS = 5_000
const SURVEY_EVERY_MS = 5 * 60_000

/** Writes people anew when the order of a trait's sources changes, and looks now and then which traits there are. */
export function startTraitJobs(platform: Platform): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const isStopped = () => stopping.signal.aborted
  const rest = () => sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
  const surveyed = { dueAt: Date.now() + FIRST_SURVEY_MS, events: -1 }
  const loop = async () => {
    for (; !isStopped(); await rest()) {
      try {
        while (!isStopped() && (await recomputeTrait(platform.db)));
        if (Date.now() >= surveyed.dueAt) await surveyWhenNew(platform, surveyed)
      } catch (error) {
        if (isStopped()) return
        platform.logger.error({ err: error }, 'Traits could not be looked at and will be tried again')
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

async function surveyWhenNew(platform: Platform, surveyed: { dueAt: number; events: number }): Promise<void> {
  surveyed.dueAt = Date.now() + SURVEY_EVERY_MS
  const events = await resolvedEvents(platform)
  if (events === surveyed.events) return
  await surveyTraits(platform)
  surveyed.events = events
}

/** How far the log is resolved: when it is where it was, nothing about people is new. */
async function resolvedEvents({ db }: Platform): Promise<number> {
  const { rows } = await sql<{ resolved: number }>`
    select coalesce(max(resolved), 0) as resolved from pipeline_progress`.execute(db)
  return rows[0]?.resolved ?? 0
}
