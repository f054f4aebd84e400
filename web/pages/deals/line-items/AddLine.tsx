import { Button, Group } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LineItemInput } from '../../../../model/line-item.ts'
import type { PricedProduct } from '../../../../model/product.ts'
import { productsApi } from '../../../api-products.ts'
import { money } from '../../../lib/format.ts'
import { useMay } from '../../../lib/session.ts'
import { SearchSelect } from '../../../ui/SearchSelect.tsx'
import { LineForm } from './LineForm.tsx'
import classes from './line-items.module.css'

const CHOICES = 20
const blank = {
  name: '',
  description: '',
  unit: '',
  quantity: 1,
  unit_price: 0,
  discount_kind: 'percent' as const,
  discount: 0,
  tax_rate: 0,
  billing: 'once' as const,
  periods: 1,
}

/** A line that is asked about before it is added. */
type Draft = { product_id: string | null; name: string; unit: string }

export type AddLineProps = { currency: string; onAdd: (input: LineItemInput) => void }

/** Adds a product at its price, asks for the price where it has none, or takes a line in words of its own. */
export function AddLine({ currency, onAdd }: AddLineProps) {
  const [draft, setDraft] = useState<Draft | null>(null)
  const mayProducts = useMay()('records:read')
  if (draft) {
    return (
      <LineForm
        start={{ ...blank, name: draft.name, unit: draft.unit }}
        isProduct={draft.product_id !== null}
        currency={currency}
        verb="Add"
        onCancel={() => setDraft(null)}
        onSave={(values) => {
          setDraft(null)
          onAdd({ ...values, product_id: draft.product_id })
        }}
      />
    )
  }
  return (
    <Group gap="xs" mt="sm" className={classes.add}>
      {mayProducts && <ProductSearch currency={currency} onAdd={onAdd} onAsk={setDraft} />}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setDraft({ product_id: null, name: '', unit: '' })}
      >
        Line of your own
      </Button>
    </Group>
  )
}

type ProductSearchProps = AddLineProps & { onAsk: (draft: Draft) => void }

function ProductSearch({ currency, onAdd, onAsk }: ProductSearchProps) {
  const [found, setFound] = useState<ReadonlyMap<string, PricedProduct>>(new Map())
  const { data: books } = useQuery({
    queryKey: ['price-books'],
    queryFn: async () => (await productsApi.priceBooks.list()).data,
  })
  const book = books?.find((one) => one.is_default && one.currency === currency && one.holds)
  const choose = (id: string | null) => {
    const product = id === null ? undefined : found.get(id)
    if (!product) return
    if (product.unit_price !== null) onAdd({ product_id: product.id })
    else onAsk({ product_id: product.id, name: product.name, unit: product.unit })
  }
  return (
    <SearchSelect
      aria-label="Add a product"
      placeholder="Add a product…"
      leftSection={<IconPlus size={14} aria-hidden />}
      value={null}
      onChange={choose}
      queryKey={['products', 'offered', book?.id]}
      find={async (search) => {
        const { data } = await productsApi.products.list(
          { search, active: true, price_book: book?.id },
          { limit: CHOICES },
        )
        setFound(new Map(data.map((one) => [one.id, one])))
        return data.map((one) => ({ value: one.id, label: labelOf(one) }))
      }}
      name={async (id) => (await productsApi.products.get(id)).name}
      nothing="No active product is called so."
    />
  )
}

function labelOf({ name, sku, unit_price, currency }: PricedProduct): string {
  const price = unit_price !== null && currency !== null ? money(unit_price, currency) : null
  return [name, sku, price].filter(Boolean).join(' · ')
}
