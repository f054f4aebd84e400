import { Button, SegmentedControl, Tabs } from '@mantine/core'
import { IconPackage, IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { productsApi } from '../../api-products.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { SearchInput } from '../../ui/SearchInput.tsx'
import { NewProductDialog } from './NewProductDialog.tsx'
import { PriceBooks } from './PriceBooks.tsx'
import { productColumns } from './product-columns.tsx'
import { ProductPanel } from './ProductPanel.tsx'

const route = getRouteApi('/products')

/** What is sold, and for what. */
export function ProductsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay()('products:write')
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const { tab = 'products' } = search
  const create = mayWrite && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ create: true })}>
      New product
    </Button>
  )
  return (
    <Page title="Products" action={tab === 'products' && create}>
      <Tabs
        value={tab}
        onChange={(value) => set({ tab: value === 'price-books' ? 'price-books' : undefined })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="products">Products</Tabs.Tab>
          <Tabs.Tab value="price-books">Price books</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="products">
          <Products search={search} onChange={set} create={create} />
        </Tabs.Panel>
        <Tabs.Panel value="price-books">
          <PriceBooks mayWrite={mayWrite} />
        </Tabs.Panel>
      </Tabs>
      <ProductPanel id={search.product} onClose={() => set({ product: undefined })} />
      {mayWrite && search.create && (
        <NewProductDialog
          onClose={() => set({ create: undefined })}
          onCreated={({ id }) => set({ create: undefined, product: id })}
        />
      )}
    </Page>
  )
}

type Search = ReturnType<typeof route.useSearch>
type ProductsProps = {
  search: Search
  onChange: (change: Partial<Search>) => void
  create: ReactNode
}

function Products({ search: { search, archived }, onChange, create }: ProductsProps) {
  const query = { search, ...(archived && { archived }) }
  const list = useList({
    key: ['products', 'list', query],
    fetch: (page) => productsApi.list(query, page),
    keepRows: true,
  })
  return (
    <>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem', marginBottom: '0.75rem' }}>
        <SearchInput
          label="Search products"
          value={search ?? ''}
          onChange={(text) => onChange({ search: text || undefined })}
        />
        <SegmentedControl
          aria-label="Which products"
          data={[
            { value: 'sold', label: 'Sold' },
            { value: 'archived', label: 'Archived' },
          ]}
          value={archived ? 'archived' : 'sold'}
          onChange={(value) => onChange({ archived: value === 'archived' || undefined })}
        />
      </div>
      <DataTable
        label="Products"
        columns={productColumns}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => onChange({ product: id })}
        empty={
          <EmptyState
            title={search ? 'No product is called so' : archived ? 'Nothing is archived' : 'No products yet'}
            icon={<IconPackage size={22} />}
            action={!search && !archived && create}
          >
            Products have a price in each price book. Offered in a deal, they make up its amount.
          </EmptyState>
        }
      />
    </>
  )
}
