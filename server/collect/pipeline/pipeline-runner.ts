import { setTimeout as sleep } from 'node:timers/promises'
import { reconsideredCount, RulesChanged } from '../../people/index.ts'
import type { Batch } from './batch.ts'
import { watchCorrections } from './watch-corrections.ts'
import { publishSteps, resolveSteps, storeSteps } from './pipeline.ts'
import { findUnfinished, loadProgress, type Span } from './progress.ts'
import { readRecord, type RecordContent } from './read-events.ts'
import { newBatch, runBatch } from './run-batch.ts'
import { PipelineStats, type PipelineHealth } from './step-stats.ts'
import type { PipelineContext } from './step.ts'

const MAX_BATCH_EVENTS = 5_000
const MAX_BATCH_BYTES = 4 * 1024 * 1024
/** At low traffic events wait this long for company: the warehouse wants few, large inserts. */
const LINGER_MS = 150
const FEW_REQUESTS = 50
const IDLE_MS = 500
const MAX_BACKOFF_MS = 10_000

export type PipelineRunner = {
  health(): PipelineHealth
  /** Resolves when everything accepted so far is stored and published. */
  idle(): Promise<void>
  /** Finishes the batch under way. */
  stop(): Promise<void>
}

/**
 * Takes accepted events from the log through the steps, batch by batch, until stopped. While one batch is published, the
 * next one is stored and the one after it resolved; batches never overtake each other. What fails is tried again until it
 * succeeds. `onChange` is called after each batch, and without one when an error comes or goes.
 */
export function startPipeline(
  ctx: PipelineContext,
  onChange: (health: PipelineHealth, batch: Batch | null) => void,
): PipelineRunner {
  const { log } = ctx.platform
  const stats = new PipelineStats()
  const untilDone = retrying(ctx, stats, () => onChange(stats.health(), null))

  const { resolve, store, publish } = workOnBatches(ctx, { stats, untilDone, onChange })

  const work = async () => {
    const progress = await untilDone(() => loadProgress(ctx.platform.db))
    stats.noteStored(progress.unfinished[0]?.from ?? progress.resolved)
    for (const span of progress.unfinished) {
      const batch = await resolve(span, span.from)
      await store(batch)
      await publish(batch)
    }

    let [storing, publishing] = [Promise.resolve(), Promise.resolve()]
    for (let after = progress.resolved; !untilDone.isStopped();) {
      if (log.head() <= after) {
        await Promise.all([log.waitFor(after, IDLE_MS), publishing])
        continue
      }
      if (log.head() - after < FEW_REQUESTS) await sleep(LINGER_MS)
      const batch = await resolve(null, after)
      await storing
      storing = awaitedLater(store(batch))
      await publishing
      publishing = awaitedLater(storing.then(() => publish(batch)))
      after = batch.to
    }
    await publishing
  }
  const working = work().catch((error: unknown) => {
    if (!(error instanceof Stopped)) throw error
  })

  return {
    health: () => stats.health(),
    async idle() {
      const target = log.head()
      while (stats.health().stored < target && !untilDone.isStopped()) await sleep(20)
    },
    async stop() {
      untilDone.stop()
      await working
    },
  }
}

type Work = {
  stats: PipelineStats
  untilDone: ReturnType<typeof retrying>
  onChange: (health: PipelineHealth, batch: Batch | null) => void
}

/** The three parts of the way, each until it is done. */
function workOnBatches(ctx: PipelineContext, { stats, untilDone, onChange }: Work) {
  const { log, warehouse } = ctx.platform
  const resolve = (span: Span | null, after: number) =>
    untilDone(async (attempt) => {
      // What seemed to fail may have been committed all the same: then that is the batch, and cut no other way.
      const known = span ?? (attempt > 1 ? await findUnfinished(ctx.platform.db, after) : null)
      for (;;) {
        const batch = readBatch(ctx, after, known)
        const isResolved = await runBatch(resolveSteps, batch, ctx, stats).then(() => true, orRulesChanged)
        if (isResolved) return batch
      }
    })
  const corrections = watchCorrections(warehouse)
  const store = async (batch: Batch) => {
    await untilDone(() => runBatch(storeSteps, batch, ctx, stats))
    corrections.add(batch.changes.moved.length)
    await untilDone(corrections.foldWhenMany)
  }
  const publish = async (batch: Batch) => {
    await untilDone(() => runBatch(publishSteps, batch, ctx, stats))
    await untilDone(() => log.trim(batch.to))
    stats.noteBatch(batch.events.length, batch.to)
    onChange(stats.health(), batch)
  }
  return { resolve, store, publish }
}

class Stopped extends Error {}

/** A promise that is awaited one batch later: until then a stop must not count as a failure that nobody looked at. */
function awaitedLater(work: Promise<void>): Promise<void> {
  work.catch(() => undefined)
  return work
}

/**
 * Runs something until it succeeds, with growing pauses; after `stop`, a failure ends in Stopped instead. Attempts are
 * counted from 1.
 */
function retrying({ platform: { logger } }: PipelineContext, stats: PipelineStats, onError: () => void) {
  const controller = new AbortController()
  const { signal } = controller
  const setError = (error: string | null) => {
    stats.error = error
    onError()
  }
  const untilDone = async <Result>(run: (attempt: number) => Promise<Result>): Promise<Result> => {
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await run(attempt)
        if (attempt > 1) setError(null)
        return result
      } catch (error) {
        if (signal.aborted) throw new Stopped()
        setError(error instanceof Error ? error.message : String(error))
        logger.error(
          { err: error, failures: attempt },
          'The pipeline could not finish a batch and will try again',
        )
        await sleep(Math.min(MAX_BACKOFF_MS, 100 * 2 ** attempt), undefined, { signal }).catch(
          () => undefined,
        )
      }
    }
  }
  return Object.assign(untilDone, { isStopped: () => signal.aborted, stop: () => controller.abort() })
}

/** The next stretch of the log. An unfinished one has to end where it ended before, to be stored once. */
function readBatch({ platform: { log } }: PipelineContext, after: number, span: Span | null): Batch {
  const limits = span
    ? { maxRecords: span.to - span.from, maxBytes: Infinity }
    : { maxRecords: MAX_BATCH_EVENTS, maxBytes: MAX_BATCH_BYTES }
  const content: RecordContent = { events: [], reconsider: [] }
  let [to, work] = [after, 0]
  for (const record of log.read(after, limits)) {
    const { events, reconsider } = readRecord(record)
    const more = events.length + sum(reconsider.map(reconsideredCount))
    if (!span && work > 0 && work + more > MAX_BATCH_EVENTS) break
    content.events.push(...events)
    content.reconsider.push(...reconsider)
    work += more
    to = record.position
  }
  return newBatch({ from: after, to: span?.to ?? to, resolved: span !== null }, content)
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

/** False when a batch has to be read again by the rules that hold now; any other failure goes on. */
function orRulesChanged(error: unknown): false {
  if (error instanceof RulesChanged) return false
  throw error
}
