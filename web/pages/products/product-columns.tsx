import type { Product } from '../../../model/product.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { Money } from '../../ui/Money.tsx'

export const productColumns: Column<Product>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name },
  { id: 'code', header: 'Code', width: '10rem', cell: ({ code }) => code || '–' },
  {
    id: 'category',
    header: 'Category',
    width: '12rem',
    wideOnly: true,
    cell: ({ category }) => category || '–',
  },
  {
    id: 'price',
    header: 'Price',
    width: '10rem',
    align: 'right',
    cell: ({ price, currency, unit }) => (
      <>
        <Money amount={price} currency={currency ?? 'EUR'} />
        {price !== null && unit && ` / ${unit}`}
      </>
    ),
  },
]
