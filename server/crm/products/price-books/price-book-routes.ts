import { z } from 'zod'
import { priceBook, priceBookChange, priceBookInput, pricesInput } from '../../../../model/product.ts'
import { noContent, type App } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import { changePriceBook, createPriceBook } from './change-price-books.ts'
import { findPriceBook, listPriceBooks } from './find-price-books.ts'
import { setPrices } from './prices.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['Products']
const read = { permission: 'records:read' } as const
const write = { permission: 'price_books:write' } as const

/** Price books: what products cost, in which currency, and when. */
export function addPriceBookRoutes(app: App, platform: Platform): void {
  const { db } = platform
  app.get(
    '/api/v1/price-books',
    {
      config: read,
      schema: {
        response: { 200: z.object({ data: z.array(priceBook), next: z.null() }) },
        tags,
        summary: 'All price books',
      },
    },
    async () => ({ data: await listPriceBooks(db), next: null }),
  )
  app.get(
    '/api/v1/price-books/:id',
    {
      config: read,
      schema: { params: byId, response: { 200: priceBook }, tags, summary: 'A price book' },
    },
    async ({ params }) => findPriceBook(db, params.id),
  )
  addWriting(app, platform)
}

function addWriting(app: App, platform: Platform): void {
  app.post(
    '/api/v1/price-books',
    {
      config: write,
      schema: { body: priceBookInput, response: { 201: priceBook }, tags, summary: 'Make a price book' },
    },
    async ({ body, actor }, reply) => reply.code(201).send(await createPriceBook(platform, actor, body)),
  )
  app.patch(
    '/api/v1/price-books/:id',
    {
      config: write,
      schema: {
        params: byId,
        body: priceBookChange,
        response: { 200: priceBook },
        tags,
        summary: 'Change, archive or restore a price book',
      },
    },
    async ({ params, body, actor }) => changePriceBook(platform, actor, { id: params.id, change: body }),
  )
  app.put(
    '/api/v1/price-books/:id/prices',
    {
      config: write,
      schema: {
        params: byId,
        body: pricesInput,
        response: { 204: noContent },
        tags,
        summary: 'Set prices of products in a book; null takes one out',
      },
    },
    async ({ params, body, actor }, reply) => {
      await setPrices(platform, actor, { bookId: params.id, prices: body.prices })
      return reply.code(204).send(null)
    },
  )
}
