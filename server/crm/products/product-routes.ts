import { z } from 'zod'
import { pageOf, pageQuery } from '../../../model/page.ts'
import {
  bulkOutcome,
  lineItems,
  lineItemsInput,
  priceBook,
  priceBookChange,
  priceBookInput,
  pricesInput,
  product,
  productChange,
  productInput,
  productsInBulk,
  productsQuery,
  productWithPrices,
} from '../../../model/product.ts'
import type { App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { writeProducts } from './bulk-products.ts'
import { changeLineItems, findLineItems } from './line-items.ts'
import { changePriceBook, changePrices, createPriceBook, listPriceBooks } from './prices.ts'
import { changeProduct, createProduct, findProduct, listProducts } from './products.ts'

const params = z.object({ id: z.uuid() })
const tags = ['Products']
const read = { permission: 'deals:read' } as const
const write = { permission: 'products:write' } as const

/** What is sold, for what, and what of it is offered in a deal. */
export function addProductRoutes(app: App, platform: Platform): void {
  addReading(app, platform)
  addWriting(app, platform)
  addPriceBooks(app, platform)
  addLineItems(app, platform)
}

function addReading(app: App, platform: Platform): void {
  app.get(
    '/api/v1/products',
    {
      config: read,
      schema: {
        querystring: pageQuery.extend(productsQuery.shape),
        response: { 200: pageOf(product) },
        tags,
        summary: 'Products by name, with their prices in a price book',
      },
    },
    async ({ query }) => listProducts(platform.db, query),
  )
  app.get(
    '/api/v1/products/:id',
    {
      config: read,
      schema: {
        params,
        response: { 200: productWithPrices },
        tags,
        summary: 'A product with all its prices',
      },
    },
    async ({ params: { id } }) => findProduct(platform.db, id),
  )
}

function addWriting(app: App, platform: Platform): void {
  app.post(
    '/api/v1/products',
    {
      config: write,
      schema: { body: productInput, response: { 201: productWithPrices }, tags, summary: 'Add a product' },
    },
    async ({ actor, body }, reply) => reply.code(201).send(await createProduct(platform, actor, body)),
  )
  app.post(
    '/api/v1/products/bulk',
    {
      config: write,
      bodyLimit: 16 * 1024 * 1024,
      schema: {
        body: productsInBulk,
        response: { 200: bulkOutcome },
        tags,
        summary: 'Add and change up to 10,000 products by their codes, with prices',
      },
    },
    async ({ actor, body }) => writeProducts(platform, actor, body),
  )
  app.patch(
    '/api/v1/products/:id',
    {
      config: write,
      schema: {
        params,
        body: productChange,
        response: { 200: productWithPrices },
        tags,
        summary: 'Change a product or its prices, archive it or take it up again',
      },
    },
    async ({ actor, body, params: { id } }) => changeProduct(platform, actor, { id, change: body }),
  )
}

function addPriceBooks(app: App, platform: Platform): void {
  app.get(
    '/api/v1/price-books',
    {
      config: read,
      schema: { response: { 200: pageOf(priceBook) }, tags, summary: 'Price books, the default one first' },
    },
    async () => ({ data: await listPriceBooks(platform.db), next: null }),
  )
  app.post(
    '/api/v1/price-books',
    {
      config: write,
      schema: { body: priceBookInput, response: { 201: priceBook }, tags, summary: 'Add a price book' },
    },
    async ({ actor, body }, reply) => reply.code(201).send(await createPriceBook(platform, actor, body)),
  )
  app.patch(
    '/api/v1/price-books/:id',
    {
      config: write,
      schema: {
        params,
        body: priceBookChange,
        response: { 200: priceBook },
        tags,
        summary: 'Rename a price book, archive it, or make it the default',
      },
    },
    async ({ actor, body, params: { id } }) => changePriceBook(platform, actor, { id, change: body }),
  )
  app.put(
    '/api/v1/price-books/:id/prices',
    {
      config: write,
      schema: {
        params,
        body: pricesInput,
        response: { 200: priceBook },
        tags,
        summary: 'Set up to 10,000 prices of a price book; null takes one away',
      },
    },
    async ({ actor, body, params: { id } }) => changePrices(platform, actor, { id, ...body }),
  )
}

function addLineItems(app: App, platform: Platform): void {
  app.get(
    '/api/v1/deals/:id/line-items',
    {
      config: read,
      schema: { params, response: { 200: lineItems }, tags: ['Deals'], summary: 'What is offered in a deal' },
    },
    async ({ actor, params: { id } }) => findLineItems(platform.db, actor, id),
  )
  app.put(
    '/api/v1/deals/:id/line-items',
    {
      config: { permission: 'deals:write' },
      schema: {
        params,
        body: lineItemsInput,
        response: { 200: lineItems },
        tags: ['Deals'],
        summary: 'Say what is offered in a deal, and whether its amount follows',
      },
    },
    async ({ actor, body, params: { id } }) => changeLineItems(platform, actor, { dealId: id, input: body }),
  )
}
