import type { PriceBook, Product } from '../../model/product.ts'
import { call } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

/** Products in a price book, and the deal's lines. */
export async function addProducts(kith: KithProcess, deal: string): Promise<string> {
  const book = await call<PriceBook>(kith, 'POST', '/price-books', {
    name: 'Standard',
    currency: 'USD',
    is_default: true,
  })
  const { id } = await call<Product>(kith, 'POST', '/products', {
    name: 'Brass gear',
    sku: 'BG-1',
    unit: 'piece',
  })
  const prices = [{ product_id: id, unit_price: 12.5 }]
  await call(kith, 'PUT', `/price-books/${book.id}/prices`, { prices })
  const items = [
    { product_id: id, quantity: 400, discount: 5, tax_rate: 20 },
    { name: 'Upkeep', unit_price: 90, billing: 'monthly', periods: 12 },
  ]
  await call(kith, 'POST', `/deals/${deal}/line-items`, { items })
  return id
}
