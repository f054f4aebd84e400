import { z } from 'zod'
import { crmObject, fieldValueChange, fieldValues, fieldValuesChange } from '../../../model/field.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import {
  crmRecord,
  objectChange,
  objectInput,
  recordChange,
  recordInput,
  relatedRecord,
} from '../../../model/record.ts'
import { recordRow } from '../../../model/view.ts'
import { addAccessRoutes } from '../../access/index.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changeValues, fieldHistory, findValues } from '../fields/index.ts'
import { changeObject, createObject } from '../objects/create-object.ts'
import { ownKind } from '../objects/record-rights.ts'
import { searchRecords } from '../views/search-records.ts'
import {
  changeRecord,
  createRecord,
  deleteRecord,
  requireOwnObject,
  restoreRecord,
} from './change-records.ts'
import { findRecord } from './find-record.ts'
import { listRelated } from './list-related.ts'

const byObject = z.object({ object: z.string().max(60) })
const byId = byObject.extend({ id: z.uuid() })
const recordsQuery = pageQuery.extend({
  search: z.string().trim().max(200).optional(),
  sort: z.string().max(60).optional(),
})
const tags = ['Records']

/** Records of objects of your own. */
export function addRecordRoutes(app: App, platform: Platform): void {
  addObjectWriting(app, platform)
  addReading(app, platform)
  addWriting(app, platform)
  addValues(app, platform)
  addAccessRoutes(app, platform, {
    path: '/api/v1/objects/:object/records/:id',
    one: 'record',
    permissions: { read: 'records:read', write: 'records:write' },
    params: byId,
    shareParams: byId.extend({ share: z.uuid() }),
    kindOf: ({ object = '' }) => ownKind(object),
  })
}

function addObjectWriting(app: App, { db }: Platform): void {
  app.post(
    '/api/v1/objects',
    {
      config: { permission: 'objects:write' },
      schema: {
        body: objectInput,
        response: { 201: crmObject },
        tags: ['Objects and fields'],
        summary: 'Make a kind of records',
      },
    },
    async ({ body, actor }, reply) => {
      const made = await db.transaction().execute((trx) => createObject(trx, actor, body))
      return reply.code(201).send(made)
    },
  )
  app.patch(
    '/api/v1/objects/:object',
    {
      config: { permission: 'objects:write' },
      schema: {
        params: byObject,
        body: objectChange,
        response: { 200: crmObject },
        tags: ['Objects and fields'],
        summary: 'Rename, archive or restore an object',
      },
    },
    async ({ params, body, actor }) =>
      db.transaction().execute((trx) => changeObject(trx, actor, params.object, body)),
  )
}

function addReading(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/objects/:object/records',
    {
      config: { permission: 'records:read' },
      schema: {
        params: byObject,
        querystring: recordsQuery,
        response: { 200: pageOf(recordRow) },
        tags,
        summary: 'Records of an object',
      },
    },
    async ({ params, query, actor }) => {
      await requireOwnObject(db, params.object)
      return searchRecords(db, actor, { object: params.object, query })
    },
  )
  app.get(
    '/api/v1/objects/:object/records/:id',
    {
      config: { permission: 'records:read' },
      schema: { params: byId, response: { 200: crmRecord }, tags, summary: 'A record' },
    },
    async ({ params, actor }) => findRecord(db, actor, params),
  )
  app.get(
    '/api/v1/related/:id',
    {
      config: { permission: 'records:read' },
      schema: {
        params: z.object({ id: z.uuid() }),
        querystring: pageQuery,
        response: { 200: pageOf(relatedRecord) },
        tags,
        summary: 'The records that name this person, company, deal or record',
      },
    },
    async ({ params, query, actor }) => listRelated(db, actor, { ...params, ...query }),
  )
}

function addWriting(app: App, platform: Platform): void {
  app.post(
    '/api/v1/objects/:object/records',
    {
      config: { permission: 'records:write' },
      schema: {
        params: byObject,
        body: recordInput,
        response: { 201: crmRecord },
        tags,
        summary: 'Make a record',
      },
    },
    async ({ params, body, actor }, reply) =>
      reply.code(201).send(await createRecord(platform, actor, params.object, body)),
  )
  app.patch(
    '/api/v1/objects/:object/records/:id',
    {
      config: { permission: 'records:write' },
      schema: {
        params: byId,
        body: recordChange,
        response: { 200: crmRecord },
        tags,
        summary: 'Change a record',
      },
    },
    async ({ params, body, actor }) => changeRecord(platform, actor, params, body),
  )
  app.delete(
    '/api/v1/objects/:object/records/:id',
    {
      config: { permission: 'records:write' },
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Delete a record; it can be restored',
      },
    },
    async ({ params, actor }, reply) => {
      await deleteRecord(platform, actor, params)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/objects/:object/records/:id/restoration',
    {
      config: { permission: 'records:write' },
      schema: { params: byId, response: { 200: crmRecord }, tags, summary: 'Restore a deleted record' },
    },
    async ({ params, actor }) => restoreRecord(platform, actor, params),
  )
}

function addValues(app: App, platform: Platform): void {
  app.get(
    '/api/v1/objects/:object/records/:id/fields',
    {
      config: { permission: 'records:read' },
      schema: { params: byId, response: { 200: fieldValues }, tags, summary: 'The fields of a record' },
    },
    async ({ params, actor }) => {
      await requireOwnObject(platform.db, params.object)
      return findValues(platform.db, actor, params)
    },
  )
  app.patch(
    '/api/v1/objects/:object/records/:id/fields',
    {
      config: { permission: 'records:write' },
      schema: {
        params: byId,
        body: fieldValuesChange,
        response: { 200: fieldValues },
        tags,
        summary: 'Change fields of a record',
      },
    },
    async ({ params: { object, id }, body, actor }) => {
      await requireOwnObject(platform.db, object)
      return changeValues(platform, actor, { object, id, change: body })
    },
  )
  app.get(
    '/api/v1/objects/:object/records/:id/fields/:key/history',
    {
      config: { permission: 'records:read' },
      schema: {
        params: byId.extend({ key: z.string().max(60) }),
        querystring: pageQuery,
        response: { 200: pageOf(fieldValueChange) },
        tags,
        summary: 'What a field of a record was before, newest first',
      },
    },
    async ({ params, query, actor }) => {
      await requireOwnObject(platform.db, params.object)
      return fieldHistory(platform.db, actor, { ...params, ...query })
    },
  )
}
