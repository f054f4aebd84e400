import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { AskOptions } from './ask/send-request.ts'
import { addLookupRoutes } from './lookups/lookup-routes.ts'
import { addProviderRoutes } from './manage/provider-routes.ts'
import { addRunRoutes } from './runs/run-routes.ts'

/** The part of the API about enrichment. */
export function registerEnrichmentRoutes(app: App, platform: Platform, options: AskOptions): void {
  addProviderRoutes(app, platform)
  addLookupRoutes(app, platform, options)
  addRunRoutes(app, platform)
}
