import { z } from 'zod'
import { quota, quotaInput } from '../../../model/sales.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { findQuotas } from './find-quotas.ts'
import { setQuota } from './set-quota.ts'

const period = z.object({ pipeline: z.uuid(), from: z.iso.date(), to: z.iso.date() })
const quotas = z.object({ data: z.array(quota), next: z.null() })
const tags = ['Sales insight']

/** What users, teams and everybody are to win, month by month. */
export function addQuotaRoutes(app: App, platform: Platform): void {
  app.get(
    '/api/v1/quotas',
    {
      config: { permission: 'deals:read' },
      schema: {
        querystring: period,
        response: { 200: quotas },
        tags,
        summary: 'The quotas of the months that begin in a period',
        description: 'As far as you may see deals: your own, those of your teams, or all.',
      },
    },
    async ({ query, actor }) => ({ data: await findQuotas(platform.db, actor, query), next: null }),
  )
  app.put(
    '/api/v1/quotas',
    {
      config: { permission: 'quotas:write' },
      schema: {
        body: quotaInput,
        response: { 200: quotas },
        tags,
        summary: 'Set the quota of a user, a team or everybody for a period of whole months',
      },
    },
    async ({ body, actor }) => ({ data: await setQuota(platform, actor, body), next: null }),
  )
}
