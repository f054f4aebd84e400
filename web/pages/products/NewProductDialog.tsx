import { Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Product, ProductInput } from '../../../model/product.ts'
import { priceBooksQuery, productsApi } from '../../api-products.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'

const texts = [
  { key: 'name', label: 'Name' },
  { key: 'code', label: 'Code' },
  { key: 'category', label: 'Category' },
  { key: 'unit', label: 'Unit' },
] as const

export type NewProductDialogProps = { onClose: () => void; onCreated: (product: Product) => void }

/** Asks for a new product with its price in the default price book. */
export function NewProductDialog({ onClose, onCreated }: NewProductDialogProps) {
  const [input, setInput] = useState<ProductInput>({ name: '' })
  const [price, setPrice] = useState<number | null>(null)
  const { data: books } = useQuery(priceBooksQuery)
  const book = books?.data.find((one) => one.is_default)
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: () =>
      productsApi.create({
        ...input,
        ...(book && price !== null && { prices: [{ price_book_id: book.id, amount: price }] }),
      }),
    onSuccess: async (product) => {
      toastSaved(`${product.name} added`)
      onCreated(product)
      await client.invalidateQueries({ queryKey: ['products'] })
    },
  })
  const problems = fieldErrors(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (input.name.trim() !== '') create.mutate()
  }
  return (
    <Modal opened onClose={onClose} title="New product" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {texts.map(({ key, label }) => (
            <TextInput
              key={key}
              label={label}
              required={key === 'name'}
              {...(key === 'name' && { 'data-autofocus': true })}
              maxLength={key === 'unit' ? 50 : 200}
              value={input[key] ?? ''}
              onChange={(event) => setInput({ ...input, [key]: event.currentTarget.value })}
              error={problems[key]}
            />
          ))}
          {book && (
            <NumberInput
              label={`Price in ${book.currency}`}
              min={0}
              decimalScale={2}
              thousandSeparator=","
              hideControls
              value={price ?? ''}
              onChange={(value) => setPrice(typeof value === 'number' ? value : null)}
            />
          )}
          <FormError error={Object.keys(problems).length > 0 ? null : create.error} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={input.name.trim() === ''}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
