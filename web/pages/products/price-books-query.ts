import { queryOptions } from '@tanstack/react-query'
import { productsApi } from '../../api-products.ts'

/** All price books, archived ones last. */
export const priceBooksQuery = queryOptions({
  queryKey: ['price-books'],
  queryFn: async () => (await productsApi.priceBooks.list()).data,
})
