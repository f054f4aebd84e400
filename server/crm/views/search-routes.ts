import { z } from 'zod'
import { boundedCount, pageOf } from '../../../model/page.ts'
import { groupSearch, recordGroups, recordRow, recordSearch } from '../../../model/view.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { listedObjects } from '../objects/standard-objects.ts'
import { requireOwnObject } from '../records/change-records.ts'
import { groupRecords } from './group-records.ts'
import { countRecords, searchRecords } from './search-records.ts'

const countQuery = recordSearch.pick({ filter: true, search: true })
const byObject = z.object({ object: z.string().max(60) })

/** Lists of every object by filters of any depth, over its own and custom fields alike. */
export function addSearchRoutes(app: App, { db }: Platform): void {
  for (const { object, path, tag, read } of listedObjects) {
    app.post(
      `/api/v1/${path}/search`,
      {
        config: { permission: read },
        schema: {
          body: recordSearch,
          response: { 200: pageOf(recordRow) },
          tags: [tag],
          summary: `Search ${path} by a filter over all their fields`,
        },
      },
      async ({ body, actor }) => searchRecords(db, actor, { object, query: body }),
    )
    app.post(
      `/api/v1/${path}/search/count`,
      {
        config: { permission: read },
        schema: {
          body: countQuery,
          response: { 200: boundedCount },
          tags: [tag],
          summary: `How many ${path} a filter means`,
        },
      },
      async ({ body, actor }) => countRecords(db, actor, { object, query: body }),
    )
  }
  addRecordSearch(app, db)
  addRecordGroups(app, db)
}

function addRecordGroups(app: App, db: Platform['db']): void {
  for (const { object, path, tag, read } of listedObjects)
    app.post(
      `/api/v1/${path}/search/groups`,
      {
        config: { permission: read },
        schema: {
          body: groupSearch,
          response: { 200: recordGroups },
          tags: [tag],
          summary: `Count ${path} and add up their numbers, as a whole and by the values of a field`,
        },
      },
      async ({ body, actor }) => groupRecords(db, actor, { object, query: body }),
    )
  app.post(
    '/api/v1/objects/:object/records/search/groups',
    {
      config: { permission: 'records:read' },
      schema: {
        params: byObject,
        body: groupSearch,
        response: { 200: recordGroups },
        tags: ['Records'],
        summary:
          'Count records of an object and add up their numbers, as a whole and by the values of a field',
      },
    },
    async ({ params, body, actor }) => {
      await requireOwnObject(db, params.object)
      return groupRecords(db, actor, { object: params.object, query: body })
    },
  )
}

function addRecordSearch(app: App, db: Platform['db']): void {
  const tags = ['Records']
  app.post(
    '/api/v1/objects/:object/records/search',
    {
      config: { permission: 'records:read' },
      schema: {
        params: byObject,
        body: recordSearch,
        response: { 200: pageOf(recordRow) },
        tags,
        summary: 'Search records of an object by a filter over all their fields',
      },
    },
    async ({ params, body, actor }) => {
      await requireOwnObject(db, params.object)
      return searchRecords(db, actor, { object: params.object, query: body })
    },
  )
  app.post(
    '/api/v1/objects/:object/records/search/count',
    {
      config: { permission: 'records:read' },
      schema: {
        params: byObject,
        body: countQuery,
        response: { 200: boundedCount },
        tags,
        summary: 'How many records of an object a filter means',
      },
    },
    async ({ params, body, actor }) => {
      await requireOwnObject(db, params.object)
      return countRecords(db, actor, { object: params.object, query: body })
    },
  )
}
