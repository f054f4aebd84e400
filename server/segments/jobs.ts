import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Platform } from '../platform/index.ts'
import { evaluateEverybody } from './evaluate-everybody.ts'
import { dependsOnTime, type EvaluatedSegment } from './evaluated-segment.ts'

const POLL_MS = 500
const REFRESH_MS = 10 * 60_000
/** Refreshing may take this part of the time at most: longer evaluations come less often. */
const REFRESH_SHARE = 1 / 20

/** Builds segments that are new or redefined, and lets time pass for those that look at the last days. */
export function startSegmentJobs(platform: Platform): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const isStopped = () => stopping.signal.aborted
  const rest = () => sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
  const loop = async () => {
    for (let refreshAfter = 0; !isStopped(); await rest()) {
      try {
        await buildWaiting(platform, isStopped)
        const start = platform.clock.now()
        if (start < refreshAfter) continue
        await refreshDue(platform, isStopped)
        refreshAfter = start + (platform.clock.now() - start) / REFRESH_SHARE
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

/** Builds the segments that wait for it, together. A build that was cut off, by a crash for instance, starts again. */
export async function buildWaiting(platform: Platform, isStopped = never): Promise<void> {
  const segments = await listSegments(platform, sql`state = 'building'`)
  if (segments.length > 0) await evaluateEverybody(platform, segments, { initial: true, isStopped })
}

/** Evaluates again what time alone may have changed, when that was last done ten minutes ago or earlier. */
export async function refreshDue(platform: Platform, isStopped = never): Promise<void> {
  const before = new Date(platform.clock.now() - REFRESH_MS)
  const due = await listSegments(platform, sql`state = 'live' and evaluated_at <= ${before}`)
  const segments = due.filter(({ definition }) => dependsOnTime(definition))
  if (segments.length > 0) await evaluateEverybody(platform, segments, { initial: false, isStopped })
}

function never(): boolean {
  return false
}

async function listSegments(
  { db }: Platform,
  condition: ReturnType<typeof sql>,
): Promise<EvaluatedSegment[]> {
  const { rows } = await sql<EvaluatedSegment>`
    select id, name, version, definition from segments where ${condition} order by created_at, id`.execute(db)
  return rows
}
