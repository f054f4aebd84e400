import { Button, Group, Menu, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { PriceBook, PriceBookChange } from '../../../model/product.ts'
import { priceBooksQuery, productsApi } from '../../api-products.ts'
import { counted } from '../../lib/format.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import classes from './products.module.css'

/** Lists of prices, one for each currency or kind of customer. */
export function PriceBooks({ mayWrite }: { mayWrite: boolean }) {
  const books = useQuery(priceBooksQuery)
  if (books.isPending) return <LinesSkeleton lines={3} />
  if (books.error) return <ErrorState error={books.error} again={() => void books.refetch()} />
  return (
    <Stack gap="md" maw="36rem">
      <Text size="sm" c="dimmed">
        A product has a price in each book. A deal takes that of the first book in its currency, the default
        one before others.
      </Text>
      {books.data.data.length > 0 && (
        <ul className={classes.books}>
          {books.data.data.map((book) => (
            <Book key={book.id} book={book} mayWrite={mayWrite} />
          ))}
        </ul>
      )}
      {mayWrite && <NewBook isFirst={books.data.data.length === 0} />}
    </Stack>
  )
}

function Book({ book, mayWrite }: { book: PriceBook; mayWrite: boolean }) {
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (to: PriceBookChange) => productsApi.changePriceBook(book.id, to),
    onSuccess: () => client.invalidateQueries({ queryKey: ['products'] }),
    onError: (error) => toastError(error),
  })
  return (
    <li>
      <span className={classes.name}>{book.name}</span>
      <Text span size="sm" c="dimmed">
        {book.currency}, {counted(book.products, 'price')}
      </Text>
      {book.is_default && <Chip>Default</Chip>}
      {!book.active && <Chip>Archived</Chip>}
      {mayWrite && !book.is_default && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button size="compact-xs" variant="subtle" color="gray" aria-label={`Change ${book.name}`}>
              Change
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {book.active && (
              <Menu.Item onClick={() => change.mutate({ is_default: true })}>Make it the default</Menu.Item>
            )}
            <Menu.Item onClick={() => change.mutate({ active: !book.active })}>
              {book.active ? 'Archive' : 'Use it again'}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  )
}

function NewBook({ isFirst }: { isFirst: boolean }) {
  const [name, setName] = useState(isFirst ? 'Standard' : '')
  const [currency, setCurrency] = useState('')
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: () => productsApi.createPriceBook({ name, currency }),
    onSuccess: async () => {
      toastSaved(`${name} added`)
      setName('')
      setCurrency('')
      await client.invalidateQueries({ queryKey: ['products'] })
    },
  })
  const problems = fieldErrors(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Group align="flex-start" gap="xs">
        <TextInput
          label="New price book"
          placeholder="Standard"
          maxLength={300}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={problems.name}
          flex={1}
        />
        <TextInput
          label="Currency"
          placeholder="EUR"
          maxLength={3}
          w="6rem"
          value={currency}
          onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
          error={problems.currency}
        />
        <Button
          type="submit"
          mt="1.6rem"
          loading={create.isPending}
          disabled={name.trim() === '' || currency.length !== 3}
        >
          Add
        </Button>
      </Group>
      <FormError error={Object.keys(problems).length > 0 ? null : create.error} />
    </form>
  )
}
