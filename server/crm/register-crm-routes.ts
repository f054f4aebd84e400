import { addRecordAccessRoutes } from '../access/index.ts'
import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Mail } from '../platform/mail/index.ts'
import { addActivityRoutes } from './activities/activity-routes.ts'
import { addAssignmentRoutes } from './assignment/assignment-routes.ts'
import { addBoardRoutes } from './board/board-routes.ts'
import { addBulkRoutes } from './bulk/bulk-routes.ts'
import { noLists, type PeopleLists } from './bulk/people-lists.ts'
import { dealKind } from './deals/deal-kind.ts'
import { addDealRoutes } from './deals/deal-routes.ts'
import { addExportRoutes } from './export/export-routes.ts'
import { addSalesRoutes } from './deals/sales-routes.ts'
import { addFieldRoutes, addValueRoutes } from './fields/index.ts'
import { addBinRoutes } from './bin/bin-routes.ts'
import { addChangeRoutes } from './changes/change-routes.ts'
import { addCompanyEditing } from './companies/company-routes.ts'
import { addPersonEditing } from './people/person-routes.ts'
import { addFormRoutes } from './forms/form-routes.ts'
import { addLeadRoutes } from './leads/lead-routes.ts'
import { addNotificationRoutes } from './notifications/notification-routes.ts'
import { addPipelineRoutes } from './pipelines/pipeline-routes.ts'
import { addProductRoutes } from './products/product-routes.ts'
import { addPresenceRoutes } from './presence/presence-routes.ts'
import { addRecordRoutes } from './records/record-routes.ts'
import { addSnippetRoutes } from './snippets/snippet-routes.ts'
import { addViewRoutes } from './views/saved/view-routes.ts'
import { addSearchRoutes } from './views/search-routes.ts'

/** Pipelines, deals and their board, activities, notifications and presence, objects and their fields over the API. */
export function registerCrmRoutes(
  app: App,
  platform: Platform,
  { lists = noLists, mail }: { lists?: PeopleLists; mail: Mail },
): void {
  addPipelineRoutes(app, platform)
  addBoardRoutes(app, platform)
  addDealRoutes(app, platform)
  addBinRoutes(app, platform)
  addChangeRoutes(app, platform)
  addLeadRoutes(app, platform)
  addAssignmentRoutes(app, platform)
  addFormRoutes(app, platform, mail)
  addPersonEditing(app, platform)
  addCompanyEditing(app, platform)
  addProductRoutes(app, platform)
  addSalesRoutes(app, platform)
  addActivityRoutes(app, platform)
  addNotificationRoutes(app, platform, mail)
  addPresenceRoutes(app, platform)
  addSnippetRoutes(app, platform)
  addFieldRoutes(app, platform)
  addValueRoutes(app, platform)
  addRecordRoutes(app, platform)
  addSearchRoutes(app, platform)
  addViewRoutes(app, platform)
  addBulkRoutes(app, platform, lists)
  addExportRoutes(app, platform)
  addRecordAccessRoutes(app, platform, dealKind)
}
