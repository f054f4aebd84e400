import { IconCash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { PriceBook } from '../../../model/product.ts'
import { date, number } from '../../lib/format.ts'
import { Chip } from '../../ui/Chip.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PriceBookDialog } from './PriceBookDialog.tsx'
import { priceBooksQuery } from './price-books-query.ts'

export type PriceBooksProps = {
  mayWrite: boolean
  isCreating: boolean
  openId: string | undefined
  onOpen: (id: string | undefined) => void
  onCreating: (isOpen: boolean) => void
}

/** What products cost: one book for each currency, and more for partners, fairs or years. */
export function PriceBooks({ mayWrite, isCreating, openId, onOpen, onCreating }: PriceBooksProps) {
  const books = useQuery(priceBooksQuery)
  const rows = books.data ?? []
  const open = rows.find(({ id }) => id === openId)
  return (
    <>
      <DataTable
        label="Price books"
        columns={columns}
        list={{
          rows,
          isPending: books.isPending,
          isFetchingMore: false,
          hasMore: false,
          error: books.error,
          more: () => undefined,
          again: () => void books.refetch(),
        }}
        rowKey={({ id }) => id}
        {...(mayWrite && { onOpen: (book: PriceBook) => onOpen(book.id) })}
        empty={
          <EmptyState title="No price books yet" icon={<IconCash size={22} />}>
            A price book says what products cost in one currency, for good or for some time. The first of a
            currency is its default: line items take their prices from it.
          </EmptyState>
        }
      />
      {mayWrite && isCreating && <PriceBookDialog book={null} onClose={() => onCreating(false)} />}
      {mayWrite && open && <PriceBookDialog key={open.id} book={open} onClose={() => onOpen(undefined)} />}
    </>
  )
}

const columns: Column<PriceBook>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name },
  { id: 'currency', header: 'Currency', width: '7rem', cell: ({ currency }) => currency },
  { id: 'state', header: 'State', width: '9rem', cell: (book) => <State book={book} /> },
  { id: 'valid', header: 'Holds', wideOnly: true, cell: validity },
  { id: 'prices', header: 'Prices', align: 'right', width: '6rem', cell: ({ prices }) => number(prices) },
]

function State({ book: { archived_at, holds, is_default } }: { book: PriceBook }) {
  if (archived_at !== null) return <Chip tone="neutral">Archived</Chip>
  if (!holds) return <Chip tone="soon">Not today</Chip>
  return is_default ? <Chip tone="good">Default</Chip> : <Chip tone="neutral">Holds</Chip>
}

function validity({ valid_from: from, valid_until: until }: PriceBook): string {
  if (from !== null && until !== null) return `${date(from)} to ${date(until)}`
  if (from !== null) return `from ${date(from)}`
  return until === null ? 'always' : `until ${date(until)}`
}
