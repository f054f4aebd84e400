import { z } from 'zod'
import { overview, searchHit } from '../../model/home.ts'
import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Mail } from '../platform/mail/index.ts'
import { addDashboardRoutes } from './dashboards/dashboard-routes.ts'
import { addMailRoutes } from './dashboards/mail/mail-routes.ts'
import { readOverview } from './overview/overview.ts'
import { addQuotaRoutes } from './quotas/quota-routes.ts'
import { addSalesRoutes } from './sales/sales-routes.ts'
import { searchEverything } from './search/search-everything.ts'
import { addSnapshotRoutes } from './snapshots/snapshot-routes.ts'

const searchQuery = z.object({ q: z.string().max(200) })
const searchAnswer = z.object({ data: z.array(searchHit), next: z.null() })

/** The home page, the search over everything, and how selling goes. */
export function registerInsightRoutes(app: App, platform: Platform, mail: Mail): void {
  addSalesRoutes(app, platform)
  addQuotaRoutes(app, platform)
  addSnapshotRoutes(app, platform)
  addDashboardRoutes(app, platform)
  addMailRoutes(app, platform, mail)
  app.get(
    '/api/v1/overview',
    {
      config: { permission: 'signed_in' },
      schema: {
        response: { 200: overview },
        tags: ['Home'],
        summary: 'How much there is, and what needs somebody',
        description: 'Of the records and areas that you may see; what you may not see counts as nothing.',
      },
    },
    ({ actor }) => readOverview(platform, actor),
  )
  app.get(
    '/api/v1/search',
    {
      config: { permission: 'signed_in' },
      schema: {
        querystring: searchQuery,
        response: { 200: searchAnswer },
        tags: ['Home'],
        summary:
          'People, companies, segments, deals and other records by a piece of their name, activities by their words',
        description:
          'At most five of each kind, best first, of the kinds and records that you may see. Where nothing has the text literally: what is spelt much like it.',
      },
    },
    async ({ query, actor }) => ({
      data: await searchEverything(platform.db, actor, query.q),
      next: null,
    }),
  )
}
