import { z } from 'zod'
import { salesFacts } from '../../../model/profile.ts'
import { fail } from '../../platform/errors.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { findSalesFacts } from './sales-facts.ts'

/** What the CRM knows of a person, in short. */
export function addSalesRoutes(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/people/:id/sales',
    {
      config: { permission: 'deals:read' },
      schema: {
        params: z.object({ id: z.uuid() }),
        response: { 200: salesFacts },
        tags: ['People'],
        summary: 'Owner, open deals and last contact of a person',
      },
    },
    async ({ actor, params }) => {
      const facts = await findSalesFacts(db, actor, params.id)
      if (!facts) throw fail('not_found', 'There is no person with this id.')
      return facts
    },
  )
}
