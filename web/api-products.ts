import type { LineItemChange, LineItems, LineItemsInput } from '../model/line-item.ts'
import type {
  PriceBook,
  PriceBookChange,
  PriceBookInput,
  PricedProduct,
  PricesInput,
  Product,
  ProductChange,
  ProductInput,
  ProductPrice,
  ProductUpserts,
  ProductUpsertsAnswer,
} from '../model/product.ts'
import type { PageRequest } from './api-queries.ts'
import { get, list, patch, post, put, remove, removing } from './lib/http.ts'

type DataOnly<Row> = { data: Row[] }
type ProductsQuery = { search?: string; active?: boolean; price_book?: string | undefined }

/** The endpoints of products, price books and line items, apart from the others because only their own pages load them. */
export const productsApi = {
  products: {
    list: (query: ProductsQuery, page: PageRequest) =>
      list<PricedProduct>('/products', { ...query, ...page }),
    get: (id: string) => get<Product>(`/products/${id}`),
    create: (input: ProductInput) => post<Product>('/products', input),
    change: (id: string, change: ProductChange) => patch<Product>(`/products/${id}`, change),
    remove: (id: string) => remove(`/products/${id}`),
    restore: (id: string) => post<Product>(`/products/${id}/restoration`),
    prices: (id: string) => get<DataOnly<ProductPrice>>(`/products/${id}/prices`),
    upsert: (input: ProductUpserts) => post<ProductUpsertsAnswer>('/products/upserts', input),
  },
  priceBooks: {
    list: () => get<DataOnly<PriceBook>>('/price-books'),
    create: (input: PriceBookInput) => post<PriceBook>('/price-books', input),
    change: (id: string, change: PriceBookChange) => patch<PriceBook>(`/price-books/${id}`, change),
    setPrices: (id: string, prices: PricesInput['prices']) => put(`/price-books/${id}/prices`, { prices }),
  },
  lineItems: {
    list: (deal: string) => get<LineItems>(`/deals/${deal}/line-items`),
    add: (deal: string, input: LineItemsInput) => post<LineItems>(`/deals/${deal}/line-items`, input),
    change: (deal: string, item: string, change: LineItemChange) =>
      patch<LineItems>(`/deals/${deal}/line-items/${item}`, change),
    remove: (deal: string, item: string) => removing<LineItems>(`/deals/${deal}/line-items/${item}`),
  },
}
