import { Button, Group, Stack, Switch, Text, Textarea } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Product } from '../../../model/product.ts'
import type { RecordAction } from '../../../model/rights.ts'
import { productsApi } from '../../api-products.ts'
import { FavouriteStar } from '../../components/FavouriteStar.tsx'
import { FieldsSections } from '../../components/fields/FieldsSections.tsx'
import { FilesSection } from '../../components/FilesSection.tsx'
import { RecordAccess } from '../../components/RecordAccess.tsx'
import { UserPicker } from '../../components/UserPicker.tsx'
import { accessQuery } from '../../lib/record-access.ts'
import { useMay } from '../../lib/session.ts'
import { EditableText } from '../../ui/EditableText.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { ProductPrices } from './ProductPrices.tsx'
import { useProductEdit } from './use-product-edit.ts'

export type ProductDetailsProps = { product: Product; onDeleted: () => void }

/** A product whose fields are edited in place, with its price in every book. */
export function ProductDetails({ product, onDeleted }: ProductDetailsProps) {
  const { data: access } = useQuery(accessQuery('products', product.id))
  const may = (action: RecordAction) => access?.may.includes(action) ?? false
  const mayAssign = useMay()('users:read') && may('assign')
  const { change, run } = useProductEdit(product)
  const remove = async () => {
    await run(productsApi.products.remove(product.id), `${product.name} deleted`, () =>
      productsApi.products.restore(product.id),
    )
    onDeleted()
  }
  return (
    <>
      {may('edit') ? <OwnFields product={product} change={change} /> : <Facts product={product} />}
      {mayAssign && (
        <UserPicker
          label="Owner"
          mt="sm"
          placeholder="Nobody"
          value={product.owner?.id ?? null}
          chosen={product.owner}
          onChange={(owner) =>
            owner !== (product.owner?.id ?? null) &&
            change({ owner_id: owner }, { owner_id: product.owner?.id ?? null }, 'Owner changed')
          }
        />
      )}
      <Text size="sm" c="dimmed" mt="md" mb="lg">
        {!mayAssign && product.owner && `Owned by ${product.owner.name}. `}Created{' '}
        <RelativeTime at={product.created_at} />, changed <RelativeTime at={product.updated_at} />.
      </Text>
      <ProductPrices product={product} run={run} />
      <FieldsSections object="product" path={`products/${product.id}`} mayWrite={may('edit')} />
      <FilesSection of={{ path: 'products', id: product.id }} mayWrite={may('edit')} />
      <RecordAccess object="products" id={product.id} />
      <FavouriteStar kind="record" object="product" target_id={product.id} />
      {may('delete') && (
        <Button
          mt="xl"
          variant="default"
          leftSection={<IconTrash size={15} aria-hidden />}
          onClick={() => void remove()}
        >
          Delete
        </Button>
      )}
    </>
  )
}

type Change = ReturnType<typeof useProductEdit>['change']

function OwnFields({ product, change }: { product: Product; change: Change }) {
  const text = (key: 'category' | 'unit' | 'description') => (value: string) =>
    value !== product[key] && change({ [key]: value }, { [key]: product[key] }, 'Saved')
  const anything = () => null
  return (
    <Stack gap="sm">
      <EditableText
        label="Name"
        value={product.name}
        maxLength={300}
        onSave={(name) => change({ name }, { name: product.name }, 'Name saved')}
      />
      <Group grow gap="sm" align="flex-start">
        <EditableText
          label="SKU"
          value={product.sku ?? ''}
          maxLength={100}
          check={anything}
          onSave={(sku) => change({ sku: sku || null }, { sku: product.sku }, 'SKU saved')}
        />
        <EditableText
          label="Unit"
          value={product.unit}
          maxLength={40}
          check={anything}
          onSave={text('unit')}
        />
      </Group>
      <EditableText
        label="Category"
        value={product.category}
        maxLength={100}
        check={anything}
        onSave={text('category')}
      />
      <Textarea
        key={product.description}
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        defaultValue={product.description}
        onBlur={(event) => text('description')(event.currentTarget.value.trim())}
      />
      <Switch
        label="Active"
        description="One that is not active is offered for no new line item."
        checked={product.active}
        onChange={(event) =>
          change(
            { active: event.currentTarget.checked },
            { active: product.active },
            event.currentTarget.checked ? `${product.name} is active` : `${product.name} is archived`,
          )
        }
      />
    </Stack>
  )
}

function Facts({ product }: { product: Product }) {
  const facts = [
    product.sku && `SKU ${product.sku}`,
    product.category,
    product.unit && `sold by the ${product.unit}`,
    !product.active && 'not active',
  ].filter(Boolean)
  return (
    <Stack gap={4}>
      <Text size="sm">{facts.join(' · ') || 'No details.'}</Text>
      {product.description && <Text size="sm">{product.description}</Text>}
    </Stack>
  )
}
