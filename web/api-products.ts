import type { Page } from '../model/page.ts'
import type {
  LineItems,
  LineItemsInput,
  PriceBook,
  PriceBookChange,
  PriceBookInput,
  Product,
  ProductChange,
  ProductInput,
  ProductsQuery,
  ProductWithPrices,
} from '../model/product.ts'
import type { PageRequest } from './api-queries.ts'
import { get, list, patch, post, put } from './lib/http.ts'

/** What is sold, for what, and what of it is offered in a deal. */
export const productsApi = {
  list: (query: ProductsQuery, page: PageRequest) => list<Product>('/products', { ...query, ...page }),
  get: (id: string) => get<ProductWithPrices>(`/products/${id}`),
  create: (input: ProductInput) => post<ProductWithPrices>('/products', input),
  change: (id: string, change: ProductChange) => patch<ProductWithPrices>(`/products/${id}`, change),
  priceBooks: () => get<Page<PriceBook>>('/price-books'),
  createPriceBook: (input: PriceBookInput) => post<PriceBook>('/price-books', input),
  changePriceBook: (id: string, change: PriceBookChange) => patch<PriceBook>(`/price-books/${id}`, change),
  lineItems: (deal: string) => get<LineItems>(`/deals/${deal}/line-items`),
  setLineItems: (deal: string, input: LineItemsInput) => put<LineItems>(`/deals/${deal}/line-items`, input),
}

export const priceBooksQuery = { queryKey: ['products', 'price-books'], queryFn: productsApi.priceBooks }
