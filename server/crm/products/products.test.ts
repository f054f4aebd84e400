import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Deal } from '../../../model/deal.ts'
import type { Page } from '../../../model/page.ts'
import type {
  BulkOutcome,
  LineItems,
  LineItemsInput,
  PriceBook,
  Product,
  ProductInput,
  ProductWithPrices,
} from '../../../model/product.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'

type Refusal = { error: { message: string; details: { field: string }[] } }

describe.each(engines)('products on the %s engine', (engine) => {
  let crm: TestCrm
  let standard: PriceBook
  let dollars: PriceBook

  beforeAll(async () => {
    crm = await openTestCrm(engine)
    standard = (await crm.api.post<PriceBook>('/api/v1/price-books', { name: 'Standard', currency: 'eur' }))
      .body
    dollars = (await crm.api.post<PriceBook>('/api/v1/price-books', { name: 'US', currency: 'USD' })).body
  })
  afterAll(() => crm.close())

  const add = (input: ProductInput) => crm.api.post<ProductWithPrices & Refusal>('/api/v1/products', input)
  const list = async (query = '') =>
    (await crm.api.get<Page<Product>>(`/api/v1/products?limit=50${query}`)).body.data
  const newDeal = async () =>
    crm.deal({ name: 'Deal', currency: 'EUR', person_id: await crm.person(`user_id:${crypto.randomUUID()}`) })
  const items = (deal: Deal, input: LineItemsInput) =>
    crm.api.put<LineItems & Refusal>(`/api/v1/deals/${deal.id}/line-items`, input)
  const amountOf = async (deal: Deal) => (await crm.api.get<Deal>(`/api/v1/deals/${deal.id}`)).body.amount

  it('are found by name and code, with their price in a book, page by page', async () => {
    const prices = [
      { price_book_id: standard.id, amount: 99.5 },
      { price_book_id: dollars.id, amount: 110 },
    ]
    const { status, body } = await add({ name: 'Cart wheel', code: 'CW-1', category: 'Wheels', prices })
    expect(status).toBe(201)
    expect(body).toMatchObject({ price: 99.5, currency: 'EUR', active: true, prices })
    await add({ name: 'Axle', code: 'AX-1' })
    expect((await list()).map(({ name }) => name)).toEqual(['Axle', 'Cart wheel'])
    expect(await list('&search=wheel cw')).toMatchObject([{ name: 'Cart wheel' }])
    expect(await list('&search=100%25')).toEqual([])
    expect(await list(`&price_book=${dollars.id}&search=wheel`)).toMatchObject([
      { price: 110, currency: 'USD' },
    ])
    const first = (await crm.api.get<Page<Product>>('/api/v1/products?limit=1')).body
    expect((await list(`&cursor=${first.next}`)).map(({ name }) => name)).toEqual(['Cart wheel'])
  })

  it('have a code of their own, are changed, archived and taken up again', async () => {
    expect((await add({ name: 'Copy', code: 'cw-1' })).body.error.details).toMatchObject([{ field: 'code' }])
    const { body } = await add({ name: 'Spoke', code: 'SP' })
    const change = (input: object) => crm.api.patch<Product & Refusal>(`/api/v1/products/${body.id}`, input)
    expect((await change({ code: 'CW-1' })).status).toBe(400)
    const unknown = [{ price_book_id: body.id, amount: 1 }]
    expect((await change({ prices: unknown })).body.error.details).toMatchObject([{ field: 'prices' }])
    expect((await change({ active: false, unit: 'piece' })).body).toMatchObject({
      active: false,
      unit: 'piece',
    })
    expect((await list()).map(({ name }) => name)).not.toContain('Spoke')
    expect((await list('&archived=true')).map(({ name }) => name)).toEqual(['Spoke'])
    expect((await change({ active: true })).body.active).toBe(true)
  })

  it('come in bulk by their codes, and the same again changes nothing', async () => {
    const products = Array.from({ length: 300 }, (_, n) => ({ code: `B-${n}`, name: `Bolt ${n}`, price: n }))
    const send = (some: object[]) =>
      crm.api.post<BulkOutcome & Refusal>('/api/v1/products/bulk', { products: some })
    expect((await send(products)).body).toEqual({ created: 300, updated: 0, unchanged: 0 })
    expect((await send(products)).body).toEqual({ created: 0, updated: 0, unchanged: 300 })
    const again = [{ ...products[0], name: 'Bolt zero' }, products[1] ?? {}]
    expect((await send(again)).body).toEqual({ created: 0, updated: 1, unchanged: 1 })
    expect(await list('&search=B-7 bolt 7')).toContainEqual(
      expect.objectContaining({ code: 'B-7', price: 7 }),
    )
    const twice = await send([products[0] ?? {}, { code: 'b-0', name: 'x' }])
    expect(twice.body.error.details).toMatchObject([{ field: 'products.1.code' }])
  })

  it('have one default price book, which cannot be archived', async () => {
    const change = (book: PriceBook, input: object) =>
      crm.api.patch<PriceBook>(`/api/v1/price-books/${book.id}`, input)
    expect((await change(standard, { active: false })).status).toBe(409)
    expect((await change(dollars, { name: 'standard' })).status).toBe(400)
    expect((await change(dollars, { is_default: true })).body.is_default).toBe(true)
    const { body } = await crm.api.get<Page<PriceBook>>('/api/v1/price-books')
    expect(body.data.filter((one) => one.is_default).map(({ name }) => name)).toEqual(['US'])
    await change(standard, { is_default: true })
  })

  it('make up the amount of a deal to the cent, which nobody types then', async () => {
    const deal = await newDeal()
    const [wheel] = await list('&search=cart wheel')
    const { body } = await items(deal, {
      follows: true,
      items: [
        { product_id: wheel?.id, quantity: 4, discount_percent: 10, tax_percent: 20 },
        { name: 'Fitting', quantity: 1.5, unit_price: 33.33, tax_percent: 20 },
        { name: 'Care', unit_price: 12, billing: 'month' },
      ],
    })
    // 4 × 99.50 − 10% = 358.20; 1.5 × 33.33 = 49.995, half a cent up; care of one month.
    expect(body).toMatchObject({
      items: [{ name: 'Cart wheel', unit_price: 99.5, net: 358.2 }, { net: 50 }, { net: 12 }],
      net: 420.2,
      tax: 81.64,
      monthly: 12,
      yearly: 0,
      follows: true,
    })
    expect(await amountOf(deal)).toBe(420.2)
    const typed = await crm.api.patch<Refusal>(`/api/v1/deals/${deal.id}`, { amount: 5 })
    expect(typed.body.error.details).toMatchObject([{ field: 'amount' }])
    await items(deal, { items: [] })
    expect(await amountOf(deal)).toBe(0)
    await items(deal, { items: [{ name: 'Gift', unit_price: 0 }], follows: false })
    expect((await crm.change(deal.id, { amount: 5 })).amount).toBe(5)
    const { rows } = { rows: await crm.audited(deal.id) }
    expect(rows.map(({ action }) => action)).toContain('deal.items_changed')
  })

  it('keep what was offered when the price changes or the product is archived', async () => {
    const deal = await newDeal()
    const [axle] = await list('&search=axle')
    expect((await items(deal, { items: [{ product_id: axle?.id }] })).body.error.details).toMatchObject([
      { field: 'items.0.unit_price' },
    ])
    const prices = [{ product_id: axle?.id, amount: 40 }]
    await crm.api.put(`/api/v1/price-books/${standard.id}/prices`, { prices })
    await items(deal, { items: [{ product_id: axle?.id }] })
    await crm.api.patch(`/api/v1/products/${axle?.id}`, {
      active: false,
      prices: [{ price_book_id: standard.id, amount: 50 }],
    })
    const { body } = await crm.api.get<LineItems>(`/api/v1/deals/${deal.id}/line-items`)
    expect(body.items).toMatchObject([{ name: 'Axle', unit_price: 40 }])
  })

  it.each([
    [{ items: [{ quantity: 1, unit_price: 1 }] }, 'items.0.name'],
    [{ items: [{ name: 'x', unit_price: 1, quantity: 0 }] }, 'items.0.quantity'],
    [{ items: [{ name: 'x', unit_price: 1, quantity: 0.0001 }] }, 'items.0.quantity'],
    [{ items: [{ name: 'x', unit_price: -1 }] }, 'items.0.unit_price'],
    [{ items: [{ name: 'x', unit_price: 1, discount_percent: 101 }] }, 'items.0.discount_percent'],
    [{ items: [{ product_id: '00000000-0000-4000-8000-00000000dead' }] }, 'items.0.product_id'],
  ])('refuse %j, naming the field', async (input, field) => {
    const { status, body } = await items(await newDeal(), input as LineItemsInput)
    expect(status).toBe(400)
    expect(body.error.details.map((one) => one.field)).toContain(field)
  })

  it('tell two people at one deal of each other', async () => {
    const deal = await newDeal()
    const input = { items: [{ name: 'x', unit_price: 1 }], version: deal.version }
    expect((await items(deal, input)).status).toBe(200)
    expect((await items(deal, input)).status).toBe(409)
  })
})
