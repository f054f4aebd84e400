import { z } from 'zod'
import { dealSorts } from '../../../model/deal-lists.ts'
import {
  deal,
  dealChange,
  dealChanges,
  dealChangesAnswer,
  dealInput,
  dealMove,
  timeInStage,
} from '../../../model/deal.ts'
import { pageOf, pageQuery } from '../../../model/page.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { changeEach } from '../change-each.ts'
import { changeDeal } from './change-deal.ts'
import { createDeal } from './create-deal.ts'
import { listDealMoves } from './deal-history.ts'
import { deleteDeal } from './delete-deal.ts'
import { dealFilterQuery } from './filter-query.ts'
import { findDeal } from './find-deal.ts'
import { addLineItemRoutes } from './line-items/line-item-routes.ts'
import { listDeals } from './list-deals.ts'
import { restoreDeal } from './restore-deal.ts'
import { findTimeInStages } from './time-in-stages.ts'

const dealsQuery = pageQuery.extend({
  ...dealFilterQuery.shape,
  pipeline: z.uuid().optional(),
  stage: z.uuid().optional(),
  sort: z.enum(dealSorts).default('-updated_at'),
})
const byId = z.object({ id: z.uuid() })
const tags = ['Deals']

/** Deals: what may be sold to a person or a company. */
export function addDealRoutes(app: App, platform: Platform): void {
  addReading(app, platform)
  addWriting(app, platform)
  addDeletion(app, platform)
  addLineItemRoutes(app, platform)
}

function addReading(app: App, { db, clock }: Platform): void {
  app.get(
    '/api/v1/deals',
    {
      config: { permission: 'deals:read' },
      schema: {
        querystring: dealsQuery,
        response: { 200: pageOf(deal) },
        tags,
        summary: 'Deals, filtered and sorted',
      },
    },
    async ({ actor, query }) => listDeals(db, actor, query),
  )
  app.get(
    '/api/v1/deals/:id',
    {
      config: { permission: 'deals:read' },
      schema: { params: byId, response: { 200: deal }, tags, summary: 'A deal' },
    },
    async ({ actor, params }) => findDeal(db, actor, params.id),
  )
  app.get(
    '/api/v1/deals/:id/history',
    {
      config: { permission: 'deals:read' },
      schema: {
        params: byId,
        querystring: pageQuery,
        response: { 200: pageOf(dealMove) },
        tags,
        summary: 'The stages that a deal went through, newest first',
      },
    },
    async ({ actor, params, query }) => {
      const { id } = await findDeal(db, actor, params.id)
      return listDealMoves(db, id, query)
    },
  )
  app.get(
    '/api/v1/deals/:id/time-in-stages',
    {
      config: { permission: 'deals:read' },
      schema: {
        params: byId,
        response: { 200: z.object({ data: z.array(timeInStage), next: z.null() }) },
        tags,
        summary: 'How long a deal was in each stage',
      },
    },
    async ({ actor, params }) => {
      const { id } = await findDeal(db, actor, params.id)
      return { data: await findTimeInStages(db, id, new Date(clock.now())), next: null }
    },
  )
}

function addWriting(app: App, platform: Platform): void {
  app.post(
    '/api/v1/deals',
    {
      config: { permission: 'deals:write' },
      schema: {
        body: dealInput,
        response: { 201: deal },
        tags,
        summary: 'Make a deal for a person, a company or both',
      },
    },
    async ({ body, actor }, reply) => reply.code(201).send(await createDeal(platform, actor, body)),
  )
  app.patch(
    '/api/v1/deals/:id',
    {
      config: { permission: 'deals:write' },
      schema: {
        params: byId,
        body: dealChange,
        response: { 200: deal },
        tags,
        summary: 'Change a deal or move its card',
      },
    },
    async ({ params, body, actor }) => changeDeal(platform, actor, { id: params.id, change: body }),
  )
  app.post(
    '/api/v1/deals/changes',
    {
      config: { permission: 'deals:write' },
      schema: {
        body: dealChanges,
        response: { 200: dealChangesAnswer },
        tags,
        summary: 'Change or move many deals, each by itself',
      },
    },
    async ({ body, actor }) => changeEach(body.changes, (one) => changeDeal(platform, actor, one)),
  )
}

function addDeletion(app: App, platform: Platform): void {
  app.delete(
    '/api/v1/deals/:id',
    {
      config: { permission: 'deals:write' },
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Delete a deal; it can be restored',
      },
    },
    async ({ params, actor }, reply) => {
      await deleteDeal(platform, actor, params.id)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/deals/:id/restoration',
    {
      config: { permission: 'deals:write' },
      schema: { params: byId, response: { 200: deal }, tags, summary: 'Restore a deleted deal' },
    },
    async ({ params, actor }) => restoreDeal(platform, actor, params.id),
  )
}
