import { z } from 'zod'
import { bulkChange, bulkInput, bulkRow } from '../../../model/bulk-change.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { listedObjects } from '../objects/standard-objects.ts'
import { requireOwnObject } from '../records/change-records.ts'
import { askBulkChange, cancelBulkChange, undoBulkChange } from './ask-bulk.ts'
import { addBulkCreation } from './bulk-creation-routes.ts'
import type { PeopleLists } from './people-lists.ts'
import { findBulkChange, listBulkChanges, listBulkRows, toBulkChange } from './bulk-record.ts'

const tags = ['Bulk changes']
const byId = z.object({ id: z.uuid() })
const byObject = z.object({ object: z.string().max(60) })
/** Everybody sees the changes that they asked for themselves. */
const own = { permission: 'signed_in' } as const

/** Changes of many records at once, done in the background. */
export function addBulkRoutes(app: App, platform: Platform, lists: PeopleLists): void {
  const { db } = platform
  for (const { object, path, tag, write: permission } of listedObjects)
    app.post(
      `/api/v1/${path}/bulk-changes`,
      {
        config: { permission },
        schema: {
          body: bulkInput,
          response: { 202: bulkChange },
          tags: [tag],
          summary: `Change or give away many ${path} at once`,
        },
      },
      async ({ body: input, actor }, reply) =>
        reply.code(202).send(await askBulkChange(db, actor, { object, input, lists })),
    )
  app.post(
    '/api/v1/objects/:object/records/bulk-changes',
    {
      config: { permission: 'records:write' },
      schema: {
        params: byObject,
        body: bulkInput,
        response: { 202: bulkChange },
        tags: ['Records'],
        summary: 'Change, give away or delete many records of an object at once',
      },
    },
    async ({ params: { object }, body: input, actor }, reply) => {
      await requireOwnObject(db, object)
      return reply.code(202).send(await askBulkChange(db, actor, { object, input, lists }))
    },
  )
  addBulkCreation(app, platform)
  addProgress(app, platform)
  addRows(app, platform)
  addSteps(app, platform)
}

function addProgress(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/bulk-changes',
    {
      config: own,
      schema: {
        querystring: pageQuery,
        response: { 200: pageOf(bulkChange) },
        tags,
        summary: 'The changes of many records that you asked for, newest first',
      },
    },
    async ({ query, actor }) => listBulkChanges(db, actor, query),
  )
  app.get(
    '/api/v1/bulk-changes/:id',
    {
      config: own,
      schema: {
        params: byId,
        response: { 200: bulkChange },
        tags,
        summary: 'How far a change of many records is',
      },
    },
    async ({ params, actor }) => toBulkChange(await findBulkChange(db, actor, params.id)),
  )
}

const rowLists = [
  { path: 'refused', leftOnly: true, summary: 'The records that were left as they were, and why' },
  {
    path: 'rows',
    leftOnly: false,
    summary: 'What became of each record, and of which row of the call it was made',
  },
]

function addRows(app: App, { db }: Platform): void {
  for (const { path, leftOnly, summary } of rowLists)
    app.get(
      `/api/v1/bulk-changes/:id/${path}`,
      {
        config: own,
        schema: { params: byId, querystring: pageQuery, response: { 200: pageOf(bulkRow) }, tags, summary },
      },
      async ({ params, query, actor }) => {
        const { id } = await findBulkChange(db, actor, params.id)
        return listBulkRows(db, id, { ...query, leftOnly })
      },
    )
}

function addSteps(app: App, { db }: Platform): void {
  app.post(
    '/api/v1/bulk-changes/:id/cancellation',
    {
      config: own,
      schema: { params: byId, response: { 200: bulkChange }, tags, summary: 'Stop a change of many records' },
    },
    async ({ params, actor }) => cancelBulkChange(db, actor, params.id),
  )
  app.post(
    '/api/v1/bulk-changes/:id/undo',
    {
      config: own,
      schema: {
        params: byId,
        response: { 202: bulkChange },
        tags,
        summary: 'Take a change of many records back',
      },
    },
    async ({ params, actor }, reply) => reply.code(202).send(await undoBulkChange(db, actor, params.id)),
  )
}
