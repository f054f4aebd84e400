import { Button, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { LineItemInput } from '../../../model/product.ts'
import { productsApi } from '../../api-products.ts'
import { readAmount } from '../../lib/amount-text.ts'
import { money } from '../../lib/format.ts'
import { SearchSelect } from '../../ui/SearchSelect.tsx'

const CHOICES = 20

export type AddItemProps = { currency: string; onAdd: (item: LineItemInput) => void }

/** Adds a product by its name, or a line of one's own with a price. */
export function AddItem({ currency, onAdd }: AddItemProps) {
  const [own, setOwn] = useState<{ name: string; price: string } | null>(null)
  if (own) {
    const price = readAmount(own.price)
    const isReady = own.name.trim() !== '' && price !== null && price >= 0
    return (
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isReady) return
          onAdd({ name: own.name, unit_price: price })
          setOwn(null)
        }}
      >
        <Group gap="xs" align="flex-end" mt="xs">
          <TextInput
            size="xs"
            label="What is offered"
            autoFocus
            flex={1}
            maxLength={300}
            value={own.name}
            onChange={(event) => setOwn({ ...own, name: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            label={`Price in ${currency}`}
            inputMode="decimal"
            w="8rem"
            maxLength={20}
            value={own.price}
            onChange={(event) => setOwn({ ...own, price: event.currentTarget.value })}
          />
          <Button size="xs" type="submit" disabled={!isReady}>
            Add
          </Button>
          <Button size="xs" variant="default" onClick={() => setOwn(null)}>
            Cancel
          </Button>
        </Group>
      </form>
    )
  }
  return (
    <Group gap="xs" mt="xs" wrap="nowrap">
      <div style={{ flex: 1 }}>
        <SearchSelect
          aria-label="Add a product"
          placeholder="Add a product"
          value={null}
          onChange={(id) => id && onAdd({ product_id: id })}
          queryKey={['products', 'picker']}
          find={find}
          name={(id) => productsApi.get(id).then((product) => product.name)}
          nothing="No product is called so."
        />
      </div>
      <Button variant="default" onClick={() => setOwn({ name: '', price: '' })}>
        Something else
      </Button>
    </Group>
  )
}

async function find(search: string) {
  const { data } = await productsApi.list({ search }, { limit: CHOICES })
  return data.map(({ id, name, code, price, currency }) => ({
    value: id,
    label: [name, code, price !== null && currency ? money(price, currency) : ''].filter(Boolean).join(' · '),
  }))
}
