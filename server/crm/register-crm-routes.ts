import { addRecordAccessRoutes } from '../access/index.ts'
import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import { addBoardRoutes } from './board/board-routes.ts'
import { dealKind } from './deals/deal-kind.ts'
import { addDealRoutes } from './deals/deal-routes.ts'
import { addFieldRoutes, addValueRoutes } from './fields/index.ts'
import { addPipelineRoutes } from './pipelines/pipeline-routes.ts'
import { addRecordRoutes } from './records/record-routes.ts'
import { addSearchRoutes } from './views/search-routes.ts'

/** Pipelines, deals and their board, objects and their fields over the API. */
export function registerCrmRoutes(app: App, platform: Platform): void {
  addPipelineRoutes(app, platform)
  addBoardRoutes(app, platform)
  addDealRoutes(app, platform)
  addFieldRoutes(app, platform)
  addValueRoutes(app, platform)
  addRecordRoutes(app, platform)
  addSearchRoutes(app, platform)
  addRecordAccessRoutes(app, platform, dealKind)
}
