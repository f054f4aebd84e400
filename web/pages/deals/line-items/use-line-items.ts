import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { LineItem, LineItemChange, LineItemInput, LineItems } from '../../../../model/line-item.ts'
import { productsApi } from '../../../api-products.ts'
import { toastError, toastSaved } from '../../../lib/toasts.tsx'

/** The lines of a deal, and what changes them: each at once, with its undo. */
export function useLineItems(dealId: string) {
  const client = useQueryClient()
  const queryKey = ['deals', 'line-items', dealId]
  const query = useQuery({ queryKey, queryFn: () => productsApi.lineItems.list(dealId) })
  const run = async (
    saving: Promise<LineItems>,
    said: string,
    undo?: (now: LineItems) => Promise<LineItems>,
  ) => {
    try {
      const now = await saving
      client.setQueryData(queryKey, now)
      toastSaved(said, undo && (() => void run(undo(now), 'Undone')), `lines of ${dealId}`)
    } catch (error) {
      toastError(error)
    }
    await client.invalidateQueries({ queryKey: ['deals'] })
  }
  const items = query.data?.data ?? []
  const before = (id: string) => items[items.findIndex((one) => one.id === id) - 1]?.id ?? null
  return {
    query,
    items,
    add: (input: LineItemInput) =>
      run(productsApi.lineItems.add(dealId, { items: [input] }), 'Line added', (now) =>
        productsApi.lineItems.remove(dealId, now.data.at(-1)?.id ?? ''),
      ),
    change: (item: LineItem, change: LineItemChange) =>
      run(
        productsApi.lineItems.change(dealId, item.id, { ...change, version: item.version }),
        `${item.name} saved`,
        () => productsApi.lineItems.change(dealId, item.id, valuesOf(item)),
      ),
    move: (item: LineItem, after: string | null) =>
      run(productsApi.lineItems.change(dealId, item.id, { after_item_id: after }), `${item.name} moved`, () =>
        productsApi.lineItems.change(dealId, item.id, { after_item_id: before(item.id) }),
      ),
    remove: (item: LineItem) =>
      run(productsApi.lineItems.remove(dealId, item.id), `${item.name} taken out`, () =>
        productsApi.lineItems.add(dealId, {
          items: [{ ...valuesOf(item), product_id: item.product?.id ?? null }],
          after_item_id: before(item.id),
        }),
      ),
  }
}

/** What of a line is entered, and not computed. */
export function valuesOf(item: LineItem) {
  const { name, description, unit, quantity, unit_price } = item
  const { discount_kind, discount, tax_rate, billing, periods } = item
  return {
    name,
    description,
    unit,
    quantity,
    unit_price,
    discount_kind,
    discount,
    tax_rate,
    billing,
    periods,
  }
}
