import { z } from 'zod'
import { activityInput } from '../../../model/activity.ts'
import { bulkChange, bulkCreationOf, MAX_BULK_ROWS } from '../../../model/bulk-change.ts'
import { leadInput } from '../../../model/lead.ts'
import { recordInput } from '../../../model/record.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { requireOwnObject } from '../records/change-records.ts'
import { askBulkCreation } from './ask-bulk-creation.ts'

const MAX_BODY_BYTES = 20 * 1024 * 1024
const many = MAX_BULK_ROWS.toLocaleString('en')
const response = { 202: bulkChange }

/** What Kith has itself and is made in bulk; people, companies and deals are imported instead, which also updates them. */
const made = [
  {
    object: 'lead',
    path: 'leads',
    permission: 'records:write',
    body: bulkCreationOf<z.ZodType<object>>(leadInput),
    tags: ['Leads'],
    summary: `Make up to ${many} leads; GET /bulk-changes/{id} and /bulk-changes/{id}/rows tell what became of them`,
  },
  {
    object: 'activity',
    path: 'activities',
    permission: 'activities:write',
    body: bulkCreationOf<z.ZodType<object>>(activityInput),
    tags: ['Activities'],
    summary: `Make up to ${many} activities, such as calls that another program logged`,
  },
] as const

/** Addresses that make many records in one call. */
export function addBulkCreation(app: App, { db }: Platform): void {
  for (const { object, path, permission, body, tags, summary } of made)
    app.post(
      `/api/v1/${path}/bulk`,
      {
        config: { permission },
        bodyLimit: MAX_BODY_BYTES,
        schema: { body, response, tags: [...tags], summary },
      },
      async ({ body: { rows }, actor }, reply) =>
        reply.code(202).send(await askBulkCreation(db, actor, { object, rows })),
    )
  app.post(
    '/api/v1/objects/:object/records/bulk',
    {
      config: { permission: 'records:write' },
      bodyLimit: MAX_BODY_BYTES,
      schema: {
        params: z.object({ object: z.string().max(60) }),
        body: bulkCreationOf(recordInput),
        response,
        tags: ['Records'],
        summary: `Make up to ${many} records of an object of your own`,
      },
    },
    async ({ params: { object }, body: { rows }, actor }, reply) => {
      await requireOwnObject(db, object)
      return reply.code(202).send(await askBulkCreation(db, actor, { object, rows }))
    },
  )
}
