import { z } from 'zod'
import { pageOf } from '../../../model/page.ts'
import {
  pricedProduct,
  product,
  productChange,
  productInput,
  productPrice,
  productsQuery,
  productUpserts,
  productUpsertsAnswer,
} from '../../../model/product.ts'
import { addAccessRoutes } from '../../access/index.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { ownKind } from '../objects/record-rights.ts'
import { changeProduct } from './change-product.ts'
import { createProduct } from './create-product.ts'
import { deleteProductIn, restoreProductIn } from './delete-product.ts'
import { findProduct } from './find-product.ts'
import { listProducts } from './list-products.ts'
import { addPriceBookRoutes } from './price-books/price-book-routes.ts'
import { pricesOf } from './price-books/prices.ts'
import { upsertProducts } from './upsert-products.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['Products']
const read = { permission: 'records:read' } as const
const write = { permission: 'records:write' } as const

/** Products: what is sold, and for how much. */
export function addProductRoutes(app: App, platform: Platform): void {
  addReading(app, platform)
  addWriting(app, platform)
  addDeletion(app, platform)
  addPriceBookRoutes(app, platform)
  addAccessRoutes(app, platform, {
    path: '/api/v1/products/:id',
    one: 'product',
    permissions: { read: 'records:read', write: 'records:write' },
    params: byId,
    shareParams: byId.extend({ share: z.uuid() }),
    kindOf: () => ownKind('product'),
  })
}

function addReading(app: App, { db }: Platform): void {
  app.get(
    '/api/v1/products',
    {
      config: read,
      schema: {
        querystring: productsQuery,
        response: { 200: pageOf(pricedProduct) },
        tags,
        summary: 'Products by name, with their prices in a book',
      },
    },
    async ({ actor, query }) => listProducts(db, actor, query),
  )
  app.get(
    '/api/v1/products/:id',
    { config: read, schema: { params: byId, response: { 200: product }, tags, summary: 'A product' } },
    async ({ actor, params }) => findProduct(db, actor, params.id),
  )
  app.get(
    '/api/v1/products/:id/prices',
    {
      config: read,
      schema: {
        params: byId,
        response: { 200: z.object({ data: z.array(productPrice), next: z.null() }) },
        tags,
        summary: 'What a product costs in each price book',
      },
    },
    async ({ actor, params }) => {
      const { id } = await findProduct(db, actor, params.id)
      return { data: await pricesOf(db, id), next: null }
    },
  )
}

function addWriting(app: App, platform: Platform): void {
  app.post(
    '/api/v1/products',
    {
      config: write,
      schema: { body: productInput, response: { 201: product }, tags, summary: 'Make a product' },
    },
    async ({ body, actor }, reply) => reply.code(201).send(await createProduct(platform, actor, body)),
  )
  app.patch(
    '/api/v1/products/:id',
    {
      config: write,
      schema: {
        params: byId,
        body: productChange,
        response: { 200: product },
        tags,
        summary: 'Change a product',
      },
    },
    async ({ params, body, actor }) => changeProduct(platform, actor, { id: params.id, change: body }),
  )
  app.post(
    '/api/v1/products/upserts',
    {
      config: write,
      schema: {
        body: productUpserts,
        response: { 200: productUpsertsAnswer },
        tags,
        summary: 'Make or change up to 1,000 products by their SKU, or try it',
      },
    },
    async ({ body, actor }) => upsertProducts(platform, actor, body),
  )
}

function addDeletion(app: App, { db, clock }: Platform): void {
  app.delete(
    '/api/v1/products/:id',
    {
      config: write,
      schema: {
        params: byId,
        response: { 204: noContent },
        tags,
        summary: 'Delete a product; it can be restored',
      },
    },
    async ({ params: { id }, actor }, reply) => {
      const at = new Date(clock.now())
      await db.transaction().execute((trx) => deleteProductIn(trx, actor, { id, at }))
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/v1/products/:id/restoration',
    {
      config: write,
      schema: { params: byId, response: { 200: product }, tags, summary: 'Restore a deleted product' },
    },
    async ({ params: { id }, actor }) => {
      const at = new Date(clock.now())
      return db.transaction().execute(async (trx) => {
        await restoreProductIn(trx, actor, { id, at })
        return findProduct(trx, actor, id)
      })
    },
  )
}
