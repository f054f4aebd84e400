import { z } from 'zod'
import { crmObject, field, fieldChange, fieldInput, fieldOrder } from '../../../model/field.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { listObjects, requireObject } from '../objects/find-objects.ts'
import { changeField } from './change-field.ts'
import { createField } from './create-field.ts'
import { listReadableFields } from './find-fields.ts'
import { orderFields } from './order-fields.ts'

const byObject = z.object({ object: z.string().max(60) })
const byId = z.object({ id: z.uuid() })
const tags = ['Objects and fields']

/** What kinds of records there are, and the fields that they have. */
export function addFieldRoutes(app: App, platform: Platform): void {
  addReading(app, platform)
  addWriting(app, platform)
}

function addReading(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/objects',
    {
      config: { permission: 'signed_in' },
      schema: {
        response: { 200: z.object({ data: z.array(crmObject), next: z.null() }) },
        tags,
        summary: 'All kinds of records',
      },
    },
    async () => ({ data: await listObjects(db), next: null }),
  )
  app.get(
    '/api/v1/objects/:object/fields',
    {
      config: { permission: 'signed_in' },
      schema: {
        params: byObject,
        querystring: z.object({ archived: z.enum(['true', 'false']).default('false') }),
        response: { 200: z.object({ data: z.array(field), next: z.null() }) },
        tags,
        summary: 'The custom fields of an object, in their order',
      },
    },
    async ({ params, query, actor }) => {
      await requireObject(db, params.object)
      const data = await listReadableFields(db, actor, params.object, {
        archived: query.archived === 'true',
      })
      return { data, next: null }
    },
  )
}

function addWriting(app: App, { db }: Platform): void {
  app.post(
    '/api/v1/objects/:object/fields',
    {
      config: { permission: 'objects:write' },
      schema: {
        params: byObject,
        body: fieldInput,
        response: { 201: field },
        tags,
        summary: 'Add a field to an object',
      },
    },
    async ({ params, body, actor }, reply) => {
      const made = await db.transaction().execute((trx) => createField(trx, actor, params.object, body))
      return reply.code(201).send(made)
    },
  )
  app.post(
    '/api/v1/objects/:object/fields/order',
    {
      config: { permission: 'objects:write' },
      schema: {
        params: byObject,
        body: fieldOrder,
        response: { 204: noContent },
        tags,
        summary: 'Put the fields of an object in order',
      },
    },
    async ({ params, body, actor }, reply) => {
      await requireObject(db, params.object)
      await db.transaction().execute((trx) => orderFields(trx, actor, params.object, body.ids))
      return reply.code(204).send(null)
    },
  )
  app.patch(
    '/api/v1/fields/:id',
    {
      config: { permission: 'objects:write' },
      schema: {
        params: byId,
        body: fieldChange,
        response: { 200: field },
        tags,
        summary: 'Change, archive or restore a field',
      },
    },
    async ({ params, body, actor }) =>
      db.transaction().execute((trx) => changeField(trx, actor, params.id, body)),
  )
}
