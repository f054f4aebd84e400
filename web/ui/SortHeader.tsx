import { VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react'
import type { Column } from './DataTable.tsx'
import { ResizeHandle } from './ResizeHandle.tsx'
import classes from './DataTable.module.css'

export type SortHeaderProps<Row> = {
  column: Column<Row>
  sort?: { value: string | undefined; onChange: (sort: string) => void }
  onResize?: (column: string, width: number) => void
}

/** The head of a column: a button that orders by it, first upwards, then downwards. */
export function SortHeader<Row>({ column, sort, onResize }: SortHeaderProps<Row>) {
  const direction = column.sort && sort ? directionOf(column.sort, sort.value) : undefined
  const sortable = column.sort !== undefined && sort !== undefined
  return (
    <th
      scope="col"
      data-align={column.align}
      data-wide-only={column.wideOnly}
      style={{ width: column.width }}
      aria-sort={sortable ? (direction ?? 'none') : undefined}
    >
      {column.sort !== undefined && sort ? (
        <button
          type="button"
          className={classes.sort}
          onClick={() => sort.onChange(direction === 'ascending' ? `-${column.sort}` : `${column.sort}`)}
        >
          {column.header}
          <SortIcon direction={direction} />
        </button>
      ) : (
        column.header || <VisuallyHidden>Actions</VisuallyHidden>
      )}
      {onResize && <ResizeHandle header={column.header} onResize={(width) => onResize(column.id, width)} />}
    </th>
  )
}

function SortIcon({ direction }: { direction: 'ascending' | 'descending' | undefined }) {
  if (direction === 'ascending') return <IconArrowUp size={13} aria-hidden />
  if (direction === 'descending') return <IconArrowDown size={13} aria-hidden />
  return <IconArrowsSort size={13} aria-hidden className={classes.unsorted} />
}

function directionOf(column: string, sort: string | undefined): 'ascending' | 'descending' | undefined {
  if (sort === column) return 'ascending'
  return sort === `-${column}` ? 'descending' : undefined
}
