import { z } from 'zod'
import { dashboardData, dashboardDataQuery } from '../../../model/dashboard-data.ts'
import { dashboard, dashboardChange, dashboardInput } from '../../../model/dashboard.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changeDashboard, createDashboard, deleteDashboard, restoreDashboard } from './change-dashboards.ts'
import { readDashboard } from './data/read-dashboard.ts'
import { findDashboard, listDashboards } from './select-dashboards.ts'

const tags = ['Dashboards']
const params = z.object({ id: z.uuid() })
/** Dashboards belong to whoever is signed in; what they show is decided card by card. */
const config = { permission: 'signed_in' } as const

/** Dashboards, and what is on them. */
export function addDashboardRoutes(app: App, platform: Platform): void {
  addLists(app, platform)
  addChanges(app, platform)
  app.post(
    '/api/v1/dashboards/:id/data',
    {
      config,
      schema: {
        params,
        body: dashboardDataQuery,
        response: { 200: dashboardData },
        tags,
        summary: 'What the cards of a dashboard show',
        description:
          'As you may see it. A card that is not for you, or that fails, says so in a sentence, and the others are given all the same.',
      },
    },
    async ({ params: { id }, body: asked, actor }) =>
      readDashboard(platform, actor, { dashboard: await findDashboard(platform.db, actor, id), asked }),
  )
}

function addLists(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/dashboards',
    {
      config,
      schema: {
        response: { 200: z.object({ data: z.array(dashboard), next: z.null() }) },
        tags,
        summary: 'Your dashboards, those of your teams and everybody’s',
      },
    },
    async ({ actor }) => ({ data: await listDashboards(db, actor), next: null }),
  )
  app.post(
    '/api/v1/dashboards',
    {
      config,
      schema: {
        body: dashboardInput,
        response: { 201: dashboard },
        tags,
        summary: 'Make a dashboard',
        description:
          'Each card has an id that you choose, a kind, a width of one to three columns, and settings.',
      },
    },
    async ({ body, actor }, reply) =>
      reply.code(201).send(await db.transaction().execute((trx) => createDashboard(trx, actor, body))),
  )
  app.get(
    '/api/v1/dashboards/:id',
    { config, schema: { params, response: { 200: dashboard }, tags, summary: 'A dashboard' } },
    ({ params: { id }, actor }) => findDashboard(db, actor, id),
  )
}

function addChanges(app: App, { db }: Platform): void {
  app.patch(
    '/api/v1/dashboards/:id',
    {
      config,
      schema: {
        params,
        body: dashboardChange,
        response: { 200: dashboard },
        tags,
        summary: 'Change a dashboard: its name, its sharing, its filters or its cards as a whole',
      },
    },
    ({ params: { id }, body: change, actor }) =>
      db.transaction().execute((trx) => changeDashboard(trx, actor, { id, change })),
  )
  app.delete(
    '/api/v1/dashboards/:id',
    {
      config,
      schema: {
        params,
        response: { 204: noContent },
        tags,
        summary: 'Delete a dashboard; its owner can restore it',
      },
    },
    async ({ params: { id }, actor }, reply) => {
      await db.transaction().execute((trx) => deleteDashboard(trx, actor, id))
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/dashboards/:id/restoration',
    {
      config,
      schema: { params, response: { 200: dashboard }, tags, summary: 'Restore a deleted dashboard' },
    },
    ({ params: { id }, actor }) => db.transaction().execute((trx) => restoreDashboard(trx, actor, id)),
  )
}
