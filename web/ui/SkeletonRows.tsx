import { Skeleton } from '@mantine/core'
import type { Column } from './DataTable.tsx'

const ROWS = 10

/** Grey rows in a table whose first page is on its way. */
export function SkeletonRows<Row>({ columns, selectable }: { columns: Column<Row>[]; selectable: boolean }) {
  return Array.from({ length: ROWS }, (_, row) => (
    <tr key={row} aria-hidden>
      {selectable && <td />}
      {columns.map((column, place) => (
        <td key={column.id} data-align={column.align} data-wide-only={column.wideOnly}>
          <Skeleton
            height={12}
            width={`${80 - ((row * 17 + place * 29) % 45)}%`}
            ml={column.align === 'right' ? 'auto' : 0}
          />
        </td>
      ))}
    </tr>
  ))
}
