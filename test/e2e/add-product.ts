import type { Person } from '../../model/person.ts'
import type { PriceBook, Product } from '../../model/product.ts'
import { call } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

/** Adds a product with a price, and somebody who lies in the bin. Gives the id of the product. */
export async function addProductAndBin(kith: KithProcess): Promise<string> {
  const gone = await call<Person>(kith, 'POST', '/people', { name: 'Somebody deleted' })
  await call(kith, 'DELETE', `/people/${gone.id}`)
  const book = await call<PriceBook>(kith, 'POST', '/price-books', { name: 'Standard', currency: 'USD' })
  const prices = [{ price_book_id: book.id, amount: 99.5 }]
  const input = { name: 'Cart wheel', code: 'CW-1', prices }
  return (await call<Product>(kith, 'POST', '/products', input)).id
}
