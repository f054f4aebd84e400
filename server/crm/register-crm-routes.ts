import { addRecordAccessRoutes } from '../access/index.ts'
import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { addBoardRoutes } from './board/board-routes.ts'
import { dealKind } from './deals/deal-kind.ts'
import { addDealRoutes } from './deals/deal-routes.ts'
import { addPipelineRoutes } from './pipelines/pipeline-routes.ts'

/** Pipelines, deals and their board over the API. */
export function registerCrmRoutes(app: App, platform: Platform): void {
  addPipelineRoutes(app, platform)
  addBoardRoutes(app, platform)
  addDealRoutes(app, platform)
  addRecordAccessRoutes(app, platform, dealKind)
}
