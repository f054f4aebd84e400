import { setTimeout as sleep } from 'node:timers/promises'
import type { LiveFeed } from '../live/live-feed.ts'
import type { Batch } from './batch.ts'
import { steps } from './pipeline.ts'
import { loadProgress } from './progress.ts'
import { readEvents } from './read-events.ts'
import { newBatch, runBatch } from './run-batch.ts'
import { PipelineStats } from './step-stats.ts'
import type { PipelineContext } from './step.ts'

const MAX_BATCH_EVENTS = 5_000
const MAX_BATCH_BYTES = 4 * 1024 * 1024
/** At low traffic events wait this long for company: the warehouse wants few, large inserts. */
const LINGER_MS = 150
const IDLE_MS = 1_000
const MAX_BACKOFF_MS = 10_000

export type PipelineRunner = {
  stats: PipelineStats
  /** Resolves when everything accepted so far is stored and published. */
  idle(): Promise<void>
  /** Finishes the batch under way. */
  stop(): Promise<void>
}

/** Takes accepted events from the log through the steps, batch by batch, until stopped. */
export function startPipeline(ctx: PipelineContext, live: LiveFeed): PipelineRunner {
  const { log, logger } = ctx.platform
  const stats = new PipelineStats()
  let stored = 0
  let stopped = false

  const runNext = async (): Promise<void> => {
    const progress = await loadProgress(ctx.platform.db)
    stored = progress.stored
    const interrupted = progress.resolved > progress.stored
    if (!interrupted && log.head() <= stored) return log.waitFor(stored, IDLE_MS)
    if (!interrupted && log.head() - stored < 50) await sleep(LINGER_MS)
    const batch = readBatch(ctx, stored, interrupted ? progress.resolved : null)
    await runBatch(steps, batch, ctx, stats)
    stored = batch.to
    stats.batches += 1
    stats.events += batch.events.length
    stats.lastError = null
    live.show(batch, ctx.sources)
    await log.trim(stored)
  }

  const loop = async () => {
    for (let failures = 0; !stopped; ) {
      try {
        await runNext()
        failures = 0
      } catch (error) {
        failures += 1
        stats.lastError = error instanceof Error ? error.message : String(error)
        logger.error({ err: error, failures }, 'The pipeline could not finish a batch and will try again')
        await sleep(Math.min(MAX_BACKOFF_MS, 100 * 2 ** failures))
      }
    }
  }
  const running = loop()

  return {
    stats,
    async idle() {
      const target = log.head()
      while (stored < target && !stopped) await sleep(20)
    },
    async stop() {
      stopped = true
      await running
    },
  }
}

/** The next stretch of the log. An interrupted one has to end where it ended before, to be stored once. */
function readBatch({ platform: { log } }: PipelineContext, from: number, end: number | null): Batch {
  const limits = { maxRecords: end === null ? MAX_BATCH_EVENTS : end - from, maxBytes: end === null ? MAX_BATCH_BYTES : Infinity }
  const events = []
  let to = from
  for (const record of log.read(from, limits)) {
    const found = readEvents(record)
    if (end === null && events.length > 0 && events.length + found.length > MAX_BATCH_EVENTS) break
    events.push(...found)
    to = record.position
  }
  return newBatch({ from, to: end ?? to, resolved: end !== null }, events)
}
