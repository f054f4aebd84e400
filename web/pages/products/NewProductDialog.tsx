import { Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { PriceBook, ProductInput } from '../../../model/product.ts'
import { productsApi } from '../../api-products.ts'
import { FieldEditor } from '../../components/fields/FieldEditor.tsx'
import { fieldErrors } from '../../lib/http.ts'
import { fieldsQuery } from '../../lib/object-queries.ts'
import { useMay } from '../../lib/session.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { priceBooksQuery } from './price-books-query.ts'

export type NewProductDialogProps = { onClose: () => void; onCreated: (id: string) => void }

const texts = [
  { key: 'name', label: 'Name', required: true },
  { key: 'sku', label: 'SKU', required: false },
  { key: 'category', label: 'Category', required: false },
  { key: 'unit', label: 'Unit', required: false },
] as const

/** Asks for a new product, and for its price in the default books. */
export function NewProductDialog({ onClose, onCreated }: NewProductDialogProps) {
  const [input, setInput] = useState<ProductInput>({ name: '' })
  const [prices, setPrices] = useState<Record<string, number>>({})
  const client = useQueryClient()
  const mayPrice = useMay()('price_books:write')
  const { data: fields = [] } = useQuery(fieldsQuery('product'))
  const { data: books = [] } = useQuery({ ...priceBooksQuery, enabled: mayPrice })
  const create = useMutation({
    mutationFn: () => createPriced(input, prices),
    onSuccess: async (product) => {
      toastSaved(`${product.name} created`)
      onCreated(product.id)
      await client.invalidateQueries({ queryKey: ['products'] })
    },
  })
  const problems = fieldErrors(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Modal opened onClose={onClose} title="New product" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {texts.map(({ key, label, required }) => (
            <TextInput
              key={key}
              label={label}
              required={required}
              {...(key === 'name' && { 'data-autofocus': true })}
              {...(key === 'unit' && { placeholder: 'piece, hour, licence' })}
              value={input[key] ?? ''}
              onChange={(event) =>
                setInput({ ...input, [key]: event.currentTarget.value.trimStart() || undefined })
              }
              error={problems[key]}
            />
          ))}
          {books.filter(isOffered).map((book) => (
            <NumberInput
              key={book.id}
              label={`Price in ${book.currency} (${book.name})`}
              min={0}
              decimalScale={4}
              hideControls
              value={prices[book.id] ?? ''}
              onChange={(value) =>
                setPrices(
                  typeof value === 'number' ? { ...prices, [book.id]: value } : without(prices, book.id),
                )
              }
            />
          ))}
          {fields
            .filter(({ required }) => required)
            .map((field) => (
              <FieldEditor
                key={field.id}
                field={field}
                value={input.fields?.[field.key] ?? field.default_value}
                onChange={(value) => setInput({ ...input, fields: { ...input.fields, [field.key]: value } })}
                error={problems[`fields.${field.key}`]}
              />
            ))}
          <FormError error={Object.keys(problems).length > 0 ? null : create.error} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={!input.name}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

const isOffered = ({ is_default, archived_at }: PriceBook) => is_default && archived_at === null

function without(prices: Record<string, number>, id: string): Record<string, number> {
  return Object.fromEntries(Object.entries(prices).filter(([book]) => book !== id))
}

async function createPriced(input: ProductInput, prices: Record<string, number>) {
  const product = await productsApi.products.create(input)
  for (const [book, unit_price] of Object.entries(prices))
    await productsApi.priceBooks.setPrices(book, [{ product_id: product.id, unit_price }])
  return product
}
