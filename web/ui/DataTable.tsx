import { Checkbox } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { counted } from '../lib/format.ts'
import type { List } from '../lib/queries.ts'
import classes from './DataTable.module.css'
import { ErrorState } from './ErrorState.tsx'
import { LoadMore } from './LoadMore.tsx'
import { announce } from './LiveRegion.tsx'
import { SkeletonRows } from './SkeletonRows.tsx'
import { SortHeader } from './SortHeader.tsx'
import { useStepKeys } from './use-step-keys.ts'

export type Column<Row> = {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** Numbers stand on the right. */
  align?: 'left' | 'right'
  /** A CSS width; columns without one share the rest. */
  width?: string
  /** The value of `sort` that orders by this column, upwards; downwards it has a `-` before it. */
  sort?: string
  /** Left out of a table narrower than 58rem, where there is no room for it. */
  wideOnly?: boolean
}

export type Selection = { ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void }

export type DataTableProps<Row> = {
  /** Names the table for screen readers. */
  label: string
  columns: Column<Row>[]
  list: List<Row>
  rowKey: (row: Row) => string
  /** Opens a row, by click and by Enter. */
  onOpen?: (row: Row) => void
  sort?: { value: string | undefined; onChange: (sort: string) => void }
  selection?: Selection
  /** Lets the reader draw columns wider; widths are pixels then. */
  onResize?: (column: string, width: number) => void
  /** Shown in place of the table when there is no row. */
  empty: ReactNode
}

/** A list of records: j and k walk through the rows, Enter opens one, x selects it; more rows come by scrolling. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, list, sort, selection, empty, onResize } = props
  const body = useStepKeys<HTMLTableSectionElement>('tr[data-row]')
  const { ref, width } = useElementSize()
  const drawn = onResize ? drawnWidth(columns) : 0
  const isWide = width > 0 && drawn > width
  useAnnouncedRows(label, list)
  if (list.error && list.rows.length === 0) return <ErrorState error={list.error} again={list.again} />
  if (!list.isPending && list.rows.length === 0) return <>{empty}</>
  return (
    <div ref={ref} className={classes.room} data-wide={isWide || undefined}>
      <table
        className={classes.table}
        style={isWide ? { width: `${drawn}px` } : undefined}
        aria-label={label}
        aria-busy={list.isPending}
      >
        <thead>
          <tr>
            {selection && <SelectAll {...props} selection={selection} />}
            {columns.map((column) => (
              <SortHeader
                key={column.id}
                column={column}
                {...(sort && { sort })}
                {...(onResize && { onResize })}
              />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {list.isPending ? (
            <SkeletonRows columns={columns} selectable={selection !== undefined} />
          ) : (
            list.rows.map((row, place) => (
              <Row key={props.rowKey(row)} row={row} isFirst={place === 0} {...props} />
            ))
          )}
        </tbody>
      </table>
      <LoadMore list={list} />
    </div>
  )
}

const SELECT_PX = 36
const NARROW_PX = 120

/** Columns keep the pixels that they were given; a table that is wider than its room is moved sideways. */
function drawnWidth(columns: { width?: string }[]): number {
  return columns.reduce((sum, { width = '' }) => sum + (Number.parseInt(width, 10) || NARROW_PX), SELECT_PX)
}

type RowProps<Row> = DataTableProps<Row> & { row: Row; isFirst: boolean }

function Row<Row>({ row, isFirst, columns, rowKey, onOpen, selection }: RowProps<Row>) {
  const id = rowKey(row)
  const selected = selection?.ids.has(id) ?? false
  const toggle = () => selection?.onChange(toggled(selection.ids, id))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter') onOpen?.(row)
    else if (event.key === 'ArrowDown') focusOn(event.currentTarget.nextElementSibling)
    else if (event.key === 'ArrowUp') focusOn(event.currentTarget.previousElementSibling)
    else if (event.key === 'x' && selection) toggle()
    else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent) => {
    if (onOpen && !isControl(event.target) && window.getSelection()?.toString() === '') onOpen(row)
  }
  return (
    <tr
      // Tab reaches the first row; j, k and the arrows go on from there.
      tabIndex={isFirst && onOpen ? 0 : -1}
      data-row
      data-openable={onOpen !== undefined || undefined}
      data-selected={selected || undefined}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      {selection && (
        <td className={classes.select}>
          <Checkbox size="xs" checked={selected} onChange={toggle} aria-label="Select this row" />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.id}
          data-align={column.align}
          data-label={column.header}
          data-wide-only={column.wideOnly}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

function SelectAll<Row>({ list, rowKey, selection }: DataTableProps<Row> & { selection: Selection }) {
  const all = list.rows.map(rowKey)
  const chosen = all.filter((id) => selection.ids.has(id)).length
  const everything = all.length > 0 && chosen === all.length
  return (
    <th className={classes.select} scope="col">
      <Checkbox
        size="xs"
        aria-label="Select all rows shown"
        checked={everything}
        indeterminate={chosen > 0 && !everything}
        onChange={() => selection.onChange(new Set(everything ? [] : all))}
      />
    </th>
  )
}

function useAnnouncedRows<Row>(label: string, list: List<Row>) {
  const shown = list.rows.length
  useEffect(() => {
    if (!list.isPending) announce(`${label}: ${counted(shown, 'row')}${list.hasMore ? ', more follow' : ''}`)
  }, [label, shown, list.isPending, list.hasMore])
}

function focusOn(row: Element | null) {
  if (row instanceof HTMLElement) row.focus()
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}

const isControl = (target: EventTarget) =>
  target instanceof Element && target.closest('a, button, input, select, textarea, label') !== null
