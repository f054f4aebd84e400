import { z } from 'zod'
import {
  lineItemChange,
  lineItems,
  lineItemsInput,
  lineItemsReplacement,
} from '../../../../model/line-item.ts'
import type { App } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import { addLineItems, changeLineItem, removeLineItem, replaceLineItems } from './change-line-items.ts'
import { findLineItems } from './find-line-items.ts'

const byDeal = z.object({ id: z.uuid() })
const byItem = byDeal.extend({ item: z.uuid() })
const path = '/api/v1/deals/:id/line-items'
const tags = ['Deals']
const write = { permission: 'deals:write' } as const

/** What a deal is about, line by line. Every answer has all lines and what they add up to. */
export function addLineItemRoutes(app: App, platform: Platform): void {
  app.get(
    path,
    {
      config: { permission: 'deals:read' },
      schema: { params: byDeal, response: { 200: lineItems }, tags, summary: 'The line items of a deal' },
    },
    async ({ params, actor }) => findLineItems(platform.db, actor, params.id),
  )
  app.post(
    path,
    {
      config: write,
      schema: {
        params: byDeal,
        body: lineItemsInput,
        response: { 201: lineItems },
        tags,
        summary: 'Add line items to a deal',
      },
    },
    async ({ params, body: input, actor }, reply) =>
      reply.code(201).send(await addLineItems(platform, actor, { dealId: params.id, input })),
  )
  app.put(
    path,
    {
      config: write,
      schema: {
        params: byDeal,
        body: lineItemsReplacement,
        response: { 200: lineItems },
        tags,
        summary: 'Give a deal other line items in place of all that it has',
      },
    },
    async ({ params, body: input, actor }) => replaceLineItems(platform, actor, { dealId: params.id, input }),
  )
  addLineRoutes(app, platform)
}

function addLineRoutes(app: App, platform: Platform): void {
  app.patch(
    `${path}/:item`,
    {
      config: write,
      schema: {
        params: byItem,
        body: lineItemChange,
        response: { 200: lineItems },
        tags,
        summary: 'Change or move a line item',
      },
    },
    async ({ params, body: change, actor }) =>
      changeLineItem(platform, actor, { dealId: params.id, itemId: params.item, change }),
  )
  app.delete(
    `${path}/:item`,
    {
      config: write,
      schema: {
        params: byItem,
        response: { 200: lineItems },
        tags,
        summary: 'Take a line item out of a deal',
      },
    },
    async ({ params, actor }) => removeLineItem(platform, actor, { dealId: params.id, itemId: params.item }),
  )
}
