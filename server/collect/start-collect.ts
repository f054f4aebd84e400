import { defaultRules, identifierIds } from '../people/index.ts'
import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { createLiveFeed } from './live/live-feed.ts'
import { registerLiveRoutes } from './live/live-routes.ts'
import { startPipeline, type PipelineRunner } from './pipeline/pipeline-runner.ts'
import { registerSourceRoutes } from './sources/source-routes.ts'
import { createFirstSources, openSources } from './sources/sources.ts'
import { guardDisk, type DiskGuard } from './tracking/disk-guard.ts'
import { registerTrackingRoutes } from './tracking/tracking-routes.ts'

export type CollectOptions = { dataDir: string; minFreeDiskBytes: number; writeKey: string | undefined }

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
  const live = createLiveFeed()
  const ids = identifierIds(platform.secrets.derive('identifiers'))
  const pipeline = startPipeline({ platform, sources, ids, rules: defaultRules }, live)
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
