import { z } from 'zod'
import {
  favourite,
  favouriteInput,
  savedView,
  viewChange,
  viewDefault,
  viewInput,
} from '../../../../model/saved-view.ts'
import { noContent, type App } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import { changeView, createView, deleteView, restoreView, setDefaultView } from './change-views.ts'
import { addFavourite, listFavourites, removeFavourite } from './favourites.ts'
import { findView, listViews } from './select-views.ts'

const tags = ['Views']
const byId = z.object({ id: z.uuid() })
const byObject = z.object({ object: z.string().max(60) })
/** Views belong to whoever is signed in; what they show is decided record by record. */
const config = { permission: 'signed_in' } as const

/** Saved views of lists, the one that a list opens with, and favourites. */
export function addViewRoutes(app: App, platform: Platform): void {
  addViews(app, platform)
  addChanges(app, platform)
  addFavourites(app, platform)
}

function addViews(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/objects/:object/views',
    {
      config,
      schema: {
        params: byObject,
        response: { 200: z.object({ data: z.array(savedView), next: z.null() }) },
        tags,
        summary: 'Your views of an object, those of your teams and everybody’s',
      },
    },
    async ({ params, actor }) => ({ data: await listViews(db, actor, params.object), next: null }),
  )
  app.post(
    '/api/v1/objects/:object/views',
    {
      config,
      schema: {
        params: byObject,
        body: viewInput,
        response: { 201: savedView },
        tags,
        summary: 'Keep a view of an object',
      },
    },
    async ({ params: { object }, body: input, actor }, reply) =>
      reply
        .code(201)
        .send(await db.transaction().execute((trx) => createView(trx, actor, { object, input }))),
  )
  app.put(
    '/api/v1/objects/:object/views/default',
    {
      config,
      schema: {
        params: byObject,
        body: viewDefault,
        response: { 204: noContent },
        tags,
        summary: 'Choose the view that your list of an object opens with',
      },
    },
    async ({ params: { object }, body, actor }, reply) => {
      const chosen = { object, viewId: body.view_id }
      await db.transaction().execute((trx) => setDefaultView(trx, actor, chosen))
      return reply.code(204).send(null)
    },
  )
}

function addChanges(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/views/:id',
    { config, schema: { params: byId, response: { 200: savedView }, tags, summary: 'A view' } },
    async ({ params, actor }) => findView(db, actor, params.id),
  )
  app.patch(
    '/api/v1/views/:id',
    {
      config,
      schema: {
        params: byId,
        body: viewChange,
        response: { 200: savedView },
        tags,
        summary: 'Change a view',
      },
    },
    async ({ params: { id }, body: change, actor }) =>
      db.transaction().execute((trx) => changeView(trx, actor, { id, change })),
  )
  app.delete(
    '/api/v1/views/:id',
    {
      config,
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Delete a view; its owner can restore it',
      },
    },
    async ({ params, actor }, reply) => {
      await db.transaction().execute((trx) => deleteView(trx, actor, params.id))
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/views/:id/restoration',
    {
      config,
      schema: { params: byId, response: { 200: savedView }, tags, summary: 'Restore a deleted view' },
    },
    async ({ params, actor }) => db.transaction().execute((trx) => restoreView(trx, actor, params.id)),
  )
}

function addFavourites(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/favourites',
    {
      config,
      schema: {
        response: { 200: z.object({ data: z.array(favourite), next: z.null() }) },
        tags,
        summary: 'The views and records in your navigation',
      },
    },
    async ({ actor }) => ({ data: await listFavourites(db, actor), next: null }),
  )
  app.post(
    '/api/v1/favourites',
    {
      config,
      schema: {
        body: favouriteInput,
        response: { 201: favourite },
        tags,
        summary: 'Put a view or a record into your navigation',
      },
    },
    async ({ body, actor }, reply) =>
      reply.code(201).send(await db.transaction().execute((trx) => addFavourite(trx, actor, body))),
  )
  app.delete(
    '/api/v1/favourites/:id',
    {
      config,
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Take a view or a record out of your navigation',
      },
    },
    async ({ params, actor }, reply) => {
      await db.transaction().execute((trx) => removeFavourite(trx, actor, params.id))
      return reply.code(204).send(null)
    },
  )
}
