import { systemActor } from './access/index.ts'
import { createPriceBook, upsertProducts } from './crm/index.ts'
import type { Platform } from './platform/index.ts'

/** What the sales team of the demo sells: name, series, and price by its list in US dollars. */
const products = [
  ['GTX Basic', 'GTX', 550],
  ['GTX Pro', 'GTX', 4_821],
  ['GTX Plus Basic', 'GTX', 1_096],
  ['GTX Plus Pro', 'GTX', 5_482],
  ['MG Special', 'MG', 55],
  ['MG Advanced', 'MG', 3_393],
  ['GTK 500', 'GTK', 26_768],
] as const

/** What each product costs by its list. */
export const listPrices = new Map<string, number>(products.map(([name, , price]) => [name, price]))

/** Makes the products that the deals of the demo are about, with their list prices. */
export async function addDemoProducts(platform: Platform): Promise<void> {
  const book = await createPriceBook(platform, systemActor, {
    name: 'List prices',
    currency: 'USD',
    is_default: true,
    valid_from: null,
    valid_until: null,
  })
  await upsertProducts(platform, systemActor, {
    products: products.map(([name, category, unit_price]) => ({
      sku: name.toUpperCase().replaceAll(' ', '-'),
      name,
      category,
      unit: 'piece',
      unit_price,
    })),
    price_book_id: book.id,
    dry_run: false,
  })
}
