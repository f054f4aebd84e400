import { join } from 'node:path'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { registerFileRoutes } from './file-routes.ts'
import { startPurgingFiles } from './purge-files.ts'

type FileOptions = { dataDir: string; filesQuotaBytes: number }

/** Adds the routes of files, which lie in the data folder; `start` begins to end removed ones in the background. */
export function openFiles(app: App, platform: Platform, { dataDir, filesQuotaBytes }: FileOptions) {
  const store = { platform, folder: join(dataDir, 'files'), quotaBytes: filesQuotaBytes }
  registerFileRoutes(app, store)
  return { start: () => startPurgingFiles(store) }
}
