import { Button, Group, Tabs } from '@mantine/core'
import { IconFileImport, IconPackage, IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import { rightsFor } from '../../../model/rights.ts'
import { RecordList } from '../../components/lists/RecordList.tsx'
import { useMay, useSession } from '../../lib/session.ts'
import type { productsSearch } from '../../search-params.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { ImportProducts } from './ImportProducts.tsx'
import { NewProductDialog } from './NewProductDialog.tsx'
import { PriceBooks } from './PriceBooks.tsx'
import { ProductPanel } from './ProductPanel.tsx'

const route = getRouteApi('/products')
type Search = z.output<typeof productsSearch>

/** What is sold, and for how much. */
export function ProductsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const tab = search.tab ?? 'products'
  const mayPrice = useMay()('price_books:write')
  const mayCreate = rightsFor(useSession().rights, 'product').create !== 'none'
  const set = (change: Search) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const isBooks = tab === 'prices'
  const [importing, setImporting] = useState(false)
  const create = (isBooks ? mayPrice : mayCreate) && (
    <Group gap="xs">
      {!isBooks && (
        <Button
          variant="default"
          leftSection={<IconFileImport size={16} aria-hidden />}
          onClick={() => setImporting(true)}
        >
          Import
        </Button>
      )}
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ create: true })}>
        {isBooks ? 'New price book' : 'New product'}
      </Button>
    </Group>
  )
  return (
    <Page title="Products" action={create}>
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: next === 'prices' ? { tab: 'prices' } : {} })}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="products">Products</Tabs.Tab>
          <Tabs.Tab value="prices">Price books</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="products">
          <Products search={search} set={set} start={create} />
        </Tabs.Panel>
        <Tabs.Panel value="prices">
          <PriceBooks
            mayWrite={mayPrice}
            isCreating={search.create ?? false}
            openId={search.book}
            onOpen={(book) => set({ book })}
            onCreating={(isOpen) => set({ create: isOpen || undefined })}
          />
        </Tabs.Panel>
      </Tabs>
      {importing && <ImportProducts onClose={() => setImporting(false)} />}
      {mayCreate && !isBooks && search.create && (
        <NewProductDialog
          onClose={() => set({ create: undefined })}
          onCreated={(product) => set({ create: undefined, product })}
        />
      )}
    </Page>
  )
}

type ProductsProps = { search: Search; set: (change: Search) => void; start: ReactNode }

function Products({ search, set, start }: ProductsProps) {
  return (
    <>
      <RecordList
        object="product"
        words={{ one: 'product', many: 'products' }}
        search={search}
        onSearch={set}
        onOpen={(row) => set({ product: row.id })}
        empty={
          <EmptyState title="No products yet" icon={<IconPackage size={22} />} action={start}>
            A product has a price in each price book. Put products on deals as line items, and the amount of a
            deal adds itself up.
          </EmptyState>
        }
      />
      <ProductPanel
        id={search.product}
        onClose={() => set({ product: undefined })}
        onChange={(product) => set({ product })}
      />
    </>
  )
}
