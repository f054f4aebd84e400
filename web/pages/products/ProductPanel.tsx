import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PriceBook, ProductChange, ProductWithPrices } from '../../../model/product.ts'
import { priceBooksQuery, productsApi } from '../../api-products.ts'
import { useMay } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { EditableText } from '../../ui/EditableText.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { PropertyList } from '../../ui/PropertyList.tsx'
import { Section } from '../../ui/Section.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { amountProblem, readAmount } from '../../lib/amount-text.ts'

/** A product beside the list, edited in place. */
export function ProductPanel({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const product = useQuery({
    queryKey: ['products', 'one', id],
    queryFn: () => productsApi.get(id ?? ''),
    enabled: id !== undefined,
  })
  const mayWrite = useMay()('products:write')
  return (
    <SidePanel opened={id !== undefined} onClose={onClose} title={product.data?.name ?? 'Product'}>
      {product.isLoading && <LinesSkeleton lines={6} />}
      {product.error && <ErrorState error={product.error} again={() => void product.refetch()} />}
      {product.data &&
        (mayWrite ? (
          <Editor key={product.data.id} product={product.data} />
        ) : (
          <PropertyList
            properties={{
              Code: product.data.code,
              Category: product.data.category,
              Unit: product.data.unit,
              Description: product.data.description,
            }}
          />
        ))}
    </SidePanel>
  )
}

const lines = [
  { key: 'name', label: 'Name' },
  { key: 'code', label: 'Code' },
  { key: 'category', label: 'Category' },
  { key: 'unit', label: 'Unit' },
  { key: 'description', label: 'Description' },
] as const

function Editor({ product }: { product: ProductWithPrices }) {
  const client = useQueryClient()
  const { data: books } = useQuery(priceBooksQuery)
  const change = useMutation({
    mutationFn: (to: ProductChange) => productsApi.change(product.id, to),
    onSuccess: async (now) => {
      client.setQueryData(['products', 'one', product.id], now)
      toastSaved('Saved', undefined, product.id)
      await client.invalidateQueries({ queryKey: ['products'] })
    },
    onError: async (error) => {
      toastError(error)
      await client.invalidateQueries({ queryKey: ['products', 'one', product.id] })
    },
  })
  const priceIn = (book: PriceBook) =>
    product.prices.find(({ price_book_id }) => price_book_id === book.id)?.amount
  return (
    <>
      <Stack gap="sm" mb="lg">
        {lines.map(({ key, label }) => (
          <EditableText
            key={key}
            label={label}
            value={product[key]}
            maxLength={key === 'description' ? 5_000 : 200}
            {...(key !== 'name' && { check: () => null })}
            onSave={(text) => change.mutate({ [key]: text })}
          />
        ))}
      </Stack>
      <Section title="Prices">
        {books?.data.length === 0 && (
          <Text size="sm" c="dimmed">
            There is no price book yet. Add one under Price books.
          </Text>
        )}
        <Stack gap="sm">
          {books?.data
            .filter(({ active }) => active)
            .map((book) => (
              <EditableText
                key={book.id}
                label={`${book.name} in ${book.currency}`}
                inputMode="decimal"
                value={String(priceIn(book) ?? '')}
                check={amountProblem}
                onSave={(text) =>
                  change.mutate({ prices: [{ price_book_id: book.id, amount: readAmount(text) }] })
                }
              />
            ))}
        </Stack>
      </Section>
      <Button
        mt="lg"
        variant="default"
        loading={change.isPending}
        onClick={() => change.mutate({ active: !product.active })}
      >
        {product.active ? 'Archive' : 'Sell it again'}
      </Button>
    </>
  )
}
