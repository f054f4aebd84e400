import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BoardColumn, Deal } from '../../../../model/deal.ts'
import type { LineItemChange, LineItemInput, LineItems } from '../../../../model/line-item.ts'
import type { PriceBook, Product } from '../../../../model/product.ts'
import { engines, type Api } from '../../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../../open-test-crm.ts'

type Refusal = { error: { message: string; details: { field: string }[] } }

describe.each(engines)('line items on the %s engine', (engine) => {
  let crm: TestCrm
  let acme: string
  let chair: Product
  let refused: string | undefined
  beforeAll(async () => {
    crm = await openTestCrm(engine)
    acme = await crm.company('Acme')
    chair = (await crm.api.post<Product>('/api/v1/products', { name: 'Chair', sku: 'CH', unit: 'piece' }))
      .body
    const { body: book } = await crm.api.post<PriceBook>('/api/v1/price-books', {
      name: 'Standard',
      currency: 'EUR',
    })
    await crm.api.put(`/api/v1/price-books/${book.id}/prices`, {
      prices: [{ product_id: chair.id, unit_price: 49.5 }],
    })
  })
  afterAll(() => crm.close())

  const deal = (name: string, amount: number | null = null) => crm.deal({ name, company_id: acme, amount })
  const path = (id: string) => `/api/v1/deals/${id}/line-items`
  const add = (id: string, items: LineItemInput[], after_item_id?: string | null) =>
    crm.api.post<LineItems & Refusal>(path(id), {
      items,
      ...(after_item_id !== undefined && { after_item_id }),
    })
  const change = (id: string, item: string | undefined, body: LineItemChange, api: Api = crm.api) =>
    api.patch<LineItems & Refusal>(`${path(id)}/${item}`, body)
  const amountOf = async (id: string) => (await crm.api.get<Deal>(`/api/v1/deals/${id}`)).body.amount
  const names = ({ data }: LineItems) => data.map(({ name }) => name)
  const boardSum = async () =>
    (await crm.api.get<{ data: BoardColumn[] }>('/api/v1/deals/board')).body.data[0]?.amount

  it('take name, unit and price from the product, and the deal its amount from them', async () => {
    const { id } = await deal('Fit out')
    const before = (await boardSum()) ?? 0
    const { status, body } = await add(id, [{ product_id: chair.id, quantity: 10 }])
    expect(status).toBe(201)
    expect(body.data).toMatchObject([
      { name: 'Chair', sku: 'CH', unit: 'piece', unit_price: 49.5, net: 495, product: { id: chair.id } },
    ])
    expect(body).toMatchObject({ amount_source: 'line_items', currency: 'EUR' })
    expect(await amountOf(id)).toBe(495)
    expect(await boardSum()).toBe(before + 495)
  })

  it('are rounded line by line to cents, half away from zero, and then added', async () => {
    const { id } = await deal('Rounded')
    const { body } = await add(id, [
      // 3 × 0.335 = 1.005 → 1.01; its tax 0.1919 → 0.19
      { name: 'Halves', quantity: 3, unit_price: 0.335, tax_rate: 19 },
      // 7 × 12.5 − 12.5% = 76.5625 → 76.56, three times 229.68; its tax 16.0776 → 16.08
      {
        name: 'Share',
        quantity: 7,
        unit_price: 12.5,
        discount: 12.5,
        tax_rate: 7,
        billing: 'quarterly',
        periods: 3,
      },
      // 0.1 + 0.2 in binary is not 0.3
      { name: 'Exact', quantity: 0.1, unit_price: 3, discount_kind: 'amount', discount: 0.2 },
    ])
    expect(body.data.map(({ period_net, net, tax }) => [period_net, net, tax])).toEqual([
      [1.01, 1.01, 0.19],
      [76.56, 229.68, 16.08],
      [0.1, 0.1, 0],
    ])
    expect(body.totals).toEqual({ net: 230.79, tax: 16.27, total: 247.06, once: 1.11, monthly: 25.52 })
    expect(await amountOf(id)).toBe(230.79)
  })

  it('leave an amount that was entered, until it is to follow them, and again when it is not', async () => {
    const { id } = await deal('Switched', 1000)
    expect((await add(id, [{ name: 'Work', unit_price: 300 }])).body.amount_source).toBe('manual')
    expect(await amountOf(id)).toBe(1000)
    expect(await crm.change(id, { amount_source: 'line_items' })).toMatchObject({ amount: 300 })
    const refused = await crm.api.patch<Refusal>(`/api/v1/deals/${id}`, { amount: 5 })
    expect(refused).toMatchObject({ status: 400, body: { error: { details: [{ field: 'amount' }] } } })
    expect(await crm.change(id, { name: 'Renamed' })).toMatchObject({ amount: 300 })
    expect(await crm.change(id, { amount_source: 'manual', amount: 1000 })).toMatchObject({ amount: 1000 })
  })

  it('are changed, moved and taken out, each told of as a change of the deal', async () => {
    const { id } = await deal('Edited')
    const [one, two, three] = (
      await add(
        id,
        ['One', 'Two', 'Three'].map((name) => ({ name, unit_price: 10 })),
      )
    ).body.data
    await crm.told()
    expect((await change(id, one?.id, { quantity: 4, version: 1 })).body.totals.net).toBe(60)
    const told = await crm.told()
    expect(told.find(({ type }) => type === 'deal.changed')?.payload).toMatchObject({
      amount: 60,
      changed: ['amount', 'line_items'],
    })
    expect((await crm.audited(id)).at(-1)).toMatchObject({
      details: {
        values: { line_items: { before: [{ quantity: 1 }, {}, {}], after: [{ quantity: 4 }, {}, {}] } },
      },
    })
    expect((await change(id, one?.id, { quantity: 5, version: 1 })).status).toBe(409)
    expect(names((await change(id, three?.id, { after_item_id: null })).body)).toEqual([
      'Three',
      'One',
      'Two',
    ])
    const gone = await crm.api.delete<LineItems>(`${path(id)}/${one?.id}`)
    expect(names(gone.body)).toEqual(['Three', 'Two'])
    expect(names((await add(id, [{ name: 'One', unit_price: 1 }], three?.id)).body)).toEqual([
      'Three',
      'One',
      'Two',
    ])
    expect((await change(id, one?.id, {})).status).toBe(404)
    expect((await change(id, two?.id, { billing: 'monthly', periods: 12 })).body.totals.monthly).toBe(10)
    expect((await change(id, two?.id, { billing: 'once' })).body.totals).toMatchObject({
      monthly: 0,
      net: 21,
    })
  })

  it('add up when many come at once', async () => {
    const { id } = await deal('Crowded')
    await Promise.all(
      Array.from({ length: 8 }, (_, place) => add(id, [{ name: `L${place}`, unit_price: 1.1 }])),
    )
    expect(await amountOf(id)).toBe(8.8)
  })

  it('stay when their product is deleted, which is offered no more', async () => {
    const { body: stool } = await crm.api.post<Product>('/api/v1/products', { name: 'Stool' })
    const { id } = await deal('Kept')
    expect(await add(id, [{ product_id: stool.id }])).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'items.0.unit_price' }] } },
    })
    await add(id, [{ product_id: stool.id, unit_price: 9 }])
    await crm.api.patch(`/api/v1/products/${stool.id}`, { active: false })
    expect((await add(id, [{ product_id: stool.id, unit_price: 9 }])).status).toBe(400)
    await crm.api.delete(`/api/v1/products/${stool.id}`)
    const { body } = await crm.api.get<LineItems>(path(id))
    expect(body.data).toMatchObject([{ name: 'Stool', product: null, net: 9 }])
  })

  it('are closed to who does not see amounts', async () => {
    const { id } = await deal('Hidden')
    const role = {
      name: 'No amounts',
      rights: {
        '*': { view: 'all', create: 'all', edit: 'all', delete: 'all', assign: 'all', export: 'all' },
      },
      fields: { deals: { amount: 'hidden' } },
    }
    const { body: made } = await crm.api.post<{ id: string }>('/api/v1/roles', role)
    const user = {
      name: 'eve',
      email: 'eve@example.com',
      password: 'correct horse battery',
      roles: [made.id],
    }
    await crm.api.post('/api/v1/users', user)
    const eve = await crm.signIn('eve@example.com')
    expect((await eve.get(path(id))).status).toBe(403)
    expect((await eve.post(path(id), { items: [{ name: 'x', unit_price: 1 }] })).status).toBe(403)
  })

  it.each([
    [[{ unit_price: 1 }], 'items.0.name'],
    [[{ name: 'x' }], 'items.0.unit_price'],
    [[{ name: 'x', unit_price: 1, quantity: 0 }], 'items.0.quantity'],
    [[{ name: 'x', unit_price: 0.00001 }], 'items.0.unit_price'],
    [[{ name: 'x', unit_price: 1, discount: 101 }], 'items.0.discount'],
    [[{ name: 'x', unit_price: 1, discount_kind: 'amount', discount: 2 }], 'items.0.discount'],
    [[{ name: 'x', unit_price: 1, periods: 3 }], 'items.0.periods'],
    [[{ name: 'x', unit_price: 1e10, quantity: 1e8 }], 'items.0.quantity'],
    [[{ product_id: '00000000-0000-4000-8000-000000000000' }], 'items.0.product_id'],
  ] as const)('refuse %j, naming the field', async (items, field) => {
    refused ??= (await deal('Refused')).id
    const { status, body } = await add(refused, [...items] as LineItemInput[])
    expect(status).toBe(400)
    expect(body.error.details.map((one) => one.field)).toContain(field)
    expect(await amountOf(refused)).toBeNull()
  })
})
