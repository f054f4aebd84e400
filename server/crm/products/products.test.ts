import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BulkChange } from '../../../model/bulk-change.ts'
import type { Page } from '../../../model/page.ts'
import type {
  PriceBook,
  PriceBookInput,
  PricedProduct,
  Product,
  ProductInput,
  ProductPrice,
  ProductUpserts,
  ProductUpsertsAnswer,
} from '../../../model/product.ts'
import type { RecordRow } from '../../../model/view.ts'
import { engines } from '../../platform/testing/index.ts'
import { workOnBulk } from '../bulk/start-bulk-jobs.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

type Refusal = { error: { message: string; details: { field: string }[] & { field: string } } }

describe.each(engines)('products on the %s engine', (engine) => {
  let crm: TestCrm
  beforeAll(async () => {
    crm = await openTestCrm(engine)
    await crm.api.post('/api/v1/objects/product/fields', { label: 'Colour', type: 'text' })
  })
  afterAll(() => crm.close())

  const post = (input: ProductInput) => crm.api.post<Product & Refusal>('/api/v1/products', input)
  async function make(input: ProductInput): Promise<Product> {
    const { status, body } = await post(input)
    if (status !== 201) throw new Error(`Making a product answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  const book = async (input: PriceBookInput) =>
    (await crm.api.post<PriceBook & Refusal>('/api/v1/price-books', input)).body
  const prices = (id: string, list: object[]) =>
    crm.api.put<Refusal>(`/api/v1/price-books/${id}/prices`, { prices: list })
  const upsert = (input: ProductUpserts) =>
    crm.api.post<ProductUpsertsAnswer & Refusal>('/api/v1/products/upserts', input)

  it('are made, changed, found and told of, with fields of their own', async () => {
    const chair = await make({ name: 'Chair', sku: 'CH-1', unit: 'piece', fields: { colour: 'oak' } })
    expect(chair).toMatchObject({ sku: 'CH-1', active: true, category: '', fields: { colour: 'oak' } })
    await crm.told()
    const changed = await crm.api.patch<Product>(`/api/v1/products/${chair.id}`, {
      category: 'Seats',
      version: chair.version,
    })
    expect(changed.body).toMatchObject({ category: 'Seats', version: chair.version + 1 })
    expect(await crm.told()).toMatchObject([
      { type: 'record.changed', payload: { object: 'product', changed: ['category'] } },
    ])
    const stale = await crm.api.patch(`/api/v1/products/${chair.id}`, { name: 'X', version: chair.version })
    expect(stale.status).toBe(409)
    const found = await crm.api.post<Page<RecordRow>>('/api/v1/products/search', {
      filter: {
        match: 'all',
        conditions: [
          { field: 'category', operator: 'is', value: 'seats' },
          { field: 'active', operator: 'is', value: true },
          { field: 'colour', operator: 'contains', value: 'oak' },
        ],
      },
      search: 'ch-1',
    })
    expect(found.body.data).toMatchObject([{ name: 'Chair', standard: { sku: 'CH-1', price: null } }])
  })

  it('have a SKU that no other has, until they are deleted', async () => {
    const first = await make({ name: 'Lamp', sku: 'LA-1' })
    expect(await post({ name: 'Other', sku: 'la-1' })).toMatchObject({
      status: 409,
      body: { error: { message: 'The product Lamp has the SKU la-1 already.' } },
    })
    const both = await Promise.all([post({ name: 'A', sku: 'same' }), post({ name: 'B', sku: 'SAME' })])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect((await crm.api.delete(`/api/v1/products/${first.id}`)).status).toBe(204)
    expect((await crm.api.get(`/api/v1/products/${first.id}`)).status).toBe(404)
    const second = await make({ name: 'New lamp', sku: 'LA-1' })
    expect((await crm.api.post(`/api/v1/products/${first.id}/restoration`)).status).toBe(409)
    await crm.api.patch(`/api/v1/products/${second.id}`, { sku: 'LA-2' })
    const restored = await crm.api.post<Product>(`/api/v1/products/${first.id}/restoration`)
    expect(restored.body).toMatchObject({ name: 'Lamp', sku: 'LA-1' })
  })

  it('cost what the books say; a currency has one default', async () => {
    const { id } = await make({ name: 'Desk', sku: 'DE-1' })
    const standard = await book({ name: 'Standard', currency: 'EUR' })
    expect(standard).toMatchObject({ is_default: true, holds: true, prices: 0 })
    const fair = await book({ name: 'Fair', currency: 'EUR', valid_until: '2020-01-31' })
    expect(fair).toMatchObject({ is_default: false, holds: false })
    expect((await prices(standard.id, [{ product_id: id, unit_price: 199.99 }])).status).toBe(204)
    await prices(fair.id, [{ product_id: id, unit_price: 0.0125 }])
    const { body } = await crm.api.get<Page<ProductPrice>>(`/api/v1/products/${id}/prices`)
    expect(body.data).toMatchObject([
      { book: { name: 'Standard' }, unit_price: 199.99 },
      { book: { name: 'Fair', holds: false }, unit_price: 0.0125 },
    ])
    const listed = await crm.api.get<Page<PricedProduct>>(
      `/api/v1/products?search=desk&price_book=${fair.id}`,
    )
    expect(listed.body.data).toMatchObject([{ name: 'Desk', unit_price: 0.0125, currency: 'EUR' }])
    await crm.api.patch(`/api/v1/price-books/${fair.id}`, { is_default: true })
    const books = await crm.api.get<Page<PriceBook>>('/api/v1/price-books')
    expect(books.body.data.map(({ name, is_default }) => [name, is_default])).toEqual([
      ['Fair', true],
      ['Standard', false],
    ])
    await prices(fair.id, [{ product_id: id, unit_price: null }])
    const archived = await crm.api.patch<PriceBook>(`/api/v1/price-books/${fair.id}`, { archived: true })
    expect(archived.body).toMatchObject({ is_default: false, holds: false, prices: 0 })
    expect((await prices(fair.id, [{ product_id: id, unit_price: 1 }])).status).toBe(409)
  })

  it('come by SKU, a thousand at a time: tried first, then made and changed, the wrong ones told apart', async () => {
    const { id: price_book_id } = await book({ name: 'Import', currency: 'USD' })
    const products = [
      { sku: 'UP-1', name: 'Up one', unit_price: 5 },
      { sku: 'UP-2', unit_price: 6 },
      { sku: 'up-1', category: 'Again' },
    ]
    const tried = await upsert({ products, price_book_id, dry_run: true })
    const outcomes = ['created', 'refused', 'changed']
    expect(tried.body.outcomes.map(({ outcome }) => outcome)).toEqual(outcomes)
    expect((await crm.api.get<Page<Product>>('/api/v1/products?search=up-1')).body.data).toEqual([])
    const done = await upsert({ products, price_book_id })
    expect(done.body.outcomes.map(({ outcome }) => outcome)).toEqual(outcomes)
    expect(done.body.outcomes[1]?.problem).toContain('needs a name')
    const again = await upsert({ products: products.slice(0, 1), price_book_id })
    expect(again.body.outcomes).toMatchObject([{ outcome: 'unchanged' }])
    const dearer = await upsert({ products: [{ sku: 'UP-1', unit_price: 7 }], price_book_id })
    expect(dearer.body.outcomes).toMatchObject([{ outcome: 'changed' }])
  })

  it('are changed and deleted in bulk, and that is taken back', async () => {
    const made = [await make({ name: 'Bulk 1', sku: 'B-1' }), await make({ name: 'Bulk 2', sku: 'B-2' })]
    const selection = { ids: made.map(({ id }) => id) }
    const run = async (change: object) => {
      const { body } = await crm.api.post<BulkChange>('/api/v1/products/bulk-changes', { selection, change })
      await workOnBulk({ platform: crm.platform, worker: randomUUID(), rowsPerChunk: 10 })
      return body.id
    }
    const undo = async (id: string) => {
      await crm.api.post(`/api/v1/bulk-changes/${id}/undo`, {})
      await workOnBulk({ platform: crm.platform, worker: randomUUID(), rowsPerChunk: 10 })
    }
    const now = async () =>
      (await crm.api.get<Page<PricedProduct>>('/api/v1/products?search=bulk')).body.data.map(
        ({ sku, active }) => [sku, active],
      )
    await run({ kind: 'edit', values: { active: false } })
    expect(await now()).toEqual([
      ['B-1', false],
      ['B-2', false],
    ])
    const deleted = await run({ kind: 'delete' })
    expect(await now()).toEqual([])
    await undo(deleted)
    expect(await now()).toHaveLength(2)
    const { rows } = await sql`select from products where sku like 'B-%' and claims_sku`.execute(
      crm.platform.db,
    )
    expect(rows).toHaveLength(2)
  })

  it.each([
    ['/api/v1/products', { name: '' }, 'name'],
    ['/api/v1/products', { name: 'x', sku: ' ' }, 'sku'],
    ['/api/v1/products', { name: 'x', fields: { unknown: 7 } }, 'fields.unknown'],
    ['/api/v1/price-books', { name: 'x', currency: 'euro' }, 'currency'],
    [
      '/api/v1/price-books',
      { name: 'x', currency: 'EUR', valid_from: '2026-02-01', valid_until: '2026-01-01' },
      'valid_until',
    ],
  ])('refuse at %s %j, naming the field', async (path, input, field) => {
    const { status, body } = await crm.api.post<Refusal>(path, input)
    expect(status).toBe(400)
    expect(body.error.details.map((one) => one.field)).toContain(field)
  })
})
