import { identifierIds, KnownIdentities, openRuleBook } from '../people/index.ts'
import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { createLiveFeed, describeBatch, type NewLiveEvent } from './live/live-feed.ts'
import { registerLiveRoutes } from './live/live-routes.ts'
import { startPipeline, type PipelineRunner } from './pipeline/pipeline-runner.ts'
import type { PipelineHealth } from './pipeline/step-stats.ts'
import { registerSourceRoutes } from './sources/source-routes.ts'
import { createFirstSources, openSources, type Sources } from './sources/sources.ts'
import { guardDisk, type DiskGuard } from './tracking/disk-guard.ts'
import { registerTrackingRoutes } from './tracking/tracking-routes.ts'

export type CollectOptions = {
  dataDir: string
  minFreeDiskBytes: number
  writeKey: string | undefined
  /** Runs the pipeline elsewhere, in a thread of its own, instead of on this one. */
  startElsewhere?: ((listener: PipelineListener) => Promise<PipelineRunner>) | undefined
}

export type PipelineListener = { onEvents(events: NewLiveEvent[]): void }

export type Collect = {
  pipeline: PipelineRunner
  disk: DiskGuard
  register(app: App): Promise<void>
  stop(): Promise<void>
}

/** Opens the door for events and starts the pipeline behind it. */
export async function startCollect(platform: Platform, options: CollectOptions): Promise<Collect> {
  await createFirstSources(platform.db, options.writeKey)
  const sources = await openSources(platform.db)
  const disk = await guardDisk(options.dataDir, options.minFreeDiskBytes)
  const live = createLiveFeed(sources)
  const pipeline = await (
    options.startElsewhere ?? ((listener) => startPipelineHere(platform, sources, listener))
  )({ onEvents: live.add })
  return {
    pipeline,
    disk,
    async register(app) {
      await registerTrackingRoutes(app, { platform, sources, live, disk })
      registerSourceRoutes(app, platform, sources)
      registerLiveRoutes(app, platform, live)
    },
    async stop() {
      sources.stop()
      disk.stop()
      await pipeline.stop()
    },
  }
}

/** Starts the pipeline on this thread. */
export async function startPipelineHere(
  platform: Platform,
  sources: Sources,
  listener: PipelineListener & { onHealth?(health: PipelineHealth): void },
): Promise<PipelineRunner> {
  const ids = identifierIds(platform.secrets.derive('identifiers'))
  const known = new KnownIdentities()
  const rules = openRuleBook(platform.db)
  const pipeline = startPipeline({ platform, sources, ids, rules, known }, (health, batch) => {
    listener.onHealth?.(health)
    if (batch) listener.onEvents(describeBatch(batch))
  })
  return {
    ...pipeline,
    async stop() {
      rules.stop()
      await pipeline.stop()
    },
  }
}
