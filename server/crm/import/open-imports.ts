import { join } from 'node:path'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { registerImportRoutes } from './import-routes.ts'
import { startImportJobs } from './manage/start-import-jobs.ts'

/** Adds the routes of imports, whose files lie in the data folder; `start` begins the work on them in the background. */
export function openImports(app: App, platform: Platform, { dataDir }: { dataDir: string }) {
  const options = { folder: join(dataDir, 'imports') }
  registerImportRoutes(app, platform, options)
  return { start: () => startImportJobs(platform, options) }
}
