import { useQueryClient } from '@tanstack/react-query'
import type { Product, ProductChange } from '../../../model/product.ts'
import { productsApi } from '../../api-products.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

/** Saves changes of a product one by one, each with its undo, and reads again what they touch. */
export function useProductEdit(product: Product) {
  const client = useQueryClient()
  const run = async (saving: Promise<unknown>, said: string, undo?: () => Promise<unknown>) => {
    try {
      await saving
      toastSaved(said, undo && (() => void run(undo(), 'Undone')), product.id)
    } catch (error) {
      toastError(error)
    }
    await Promise.all([
      client.invalidateQueries({ queryKey: ['products'] }),
      client.invalidateQueries({ queryKey: ['price-books'] }),
    ])
  }
  return {
    run,
    change: (change: ProductChange, back: ProductChange, said: string) =>
      void run(productsApi.products.change(product.id, { ...change, version: product.version }), said, () =>
        productsApi.products.change(product.id, back),
      ),
  }
}
