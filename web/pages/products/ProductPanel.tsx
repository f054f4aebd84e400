import { useQuery } from '@tanstack/react-query'
import { productsApi } from '../../api-products.ts'
import { StepThrough } from '../../components/StepThrough.tsx'
import { ApiError } from '../../lib/http.ts'
import { cacheOf } from '../../lib/list-objects.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { ProductDetails } from './ProductDetails.tsx'

export type ProductPanelProps = {
  id: string | undefined
  onClose: () => void
  /** Goes to another product of those that are shown. */
  onChange: (id: string) => void
}

/** One product beside the list; the address names it. */
export function ProductPanel({ id, onClose, onChange }: ProductPanelProps) {
  const product = useQuery({
    queryKey: ['products', 'one', id],
    queryFn: () => productsApi.products.get(id ?? ''),
    enabled: id !== undefined,
  })
  const isMissing = product.error instanceof ApiError && product.error.status === 404
  return (
    <SidePanel opened={id !== undefined} onClose={onClose} title={product.data?.name ?? 'Product'}>
      {id !== undefined && (
        <StepThrough id={id} cache={cacheOf('product')} one="product" onChange={onChange} />
      )}
      {product.data && <ProductDetails key={product.data.id} product={product.data} onDeleted={onClose} />}
      {product.isLoading && <LinesSkeleton lines={8} />}
      {isMissing && (
        <EmptyState title="There is no such product">
          It may have been deleted, or the address may be mistyped.
        </EmptyState>
      )}
      {product.error && !product.data && !isMissing && (
        <ErrorState error={product.error} again={() => void product.refetch()} />
      )}
    </SidePanel>
  )
}
