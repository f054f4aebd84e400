import type { ReactNode } from 'react'
import { rightsFor } from '../../../model/rights.ts'
import type { ViewConfig } from '../../../model/saved-view.ts'
import type { RecordRow, RecordSearch } from '../../../model/view.ts'
import { api } from '../../api.ts'
import { isLocked } from '../../lib/fields.ts'
import {
  cacheOf,
  isOnTheRight,
  isSortable,
  pathOf,
  rightsOf,
  usualColumns,
  usualSort,
  usualWidth,
  type ListField,
} from '../../lib/list-objects.ts'
import { useList, type List } from '../../lib/queries.ts'
import { useMay, useSession } from '../../lib/session.ts'
import { ruleOf } from '../../../model/view.ts'
import { DataTable, type Column, type Selection } from '../../ui/DataTable.tsx'
import { RecordCell } from './RecordCell.tsx'
import { useCellEdit } from './use-cell-edit.ts'

/** The rows of a list. */
export function useRecords(object: string, question: RecordSearch, enabled = true): List<RecordRow> {
  return useList({
    key: [...cacheOf(object), 'list', 'records', question],
    fetch: (page) => api.lists.search(pathOf(object), { ...question, ...page }),
    keepRows: true,
    enabled,
  })
}

export type RecordTableProps = {
  label: string
  object: string
  fields: ListField[]
  config: ViewConfig
  list: List<RecordRow>
  selection: Selection
  onConfig: (change: ViewConfig) => void
  onOpen: (row: RecordRow) => void
  empty: ReactNode
}

/** A list with the columns of its view; values are changed where they stand. */
export function RecordTable(props: RecordTableProps) {
  const { label, object, fields, config, list, selection, onConfig, onOpen, empty } = props
  const save = useCellEdit(object)
  const mayEdit = useEditable(object)
  const shown = shownColumns(object, fields, config)
  const columns = shown.map(({ field, width }, place): Column<RecordRow> => ({
    id: field.key,
    header: field.label,
    ...(width !== undefined && { width: `${width}px` }),
    wideOnly: config.columns === undefined && place > 4,
    ...(isOnTheRight(field) && { align: 'right' as const }),
    ...(isSortable(object, field) && { sort: field.key }),
    cell: (row) => (
      <RecordCell
        object={object}
        row={row}
        field={field}
        onSave={mayEdit(field) ? (value) => save({ row, field, value }) : undefined}
      />
    ),
  }))
  const resize = (key: string, width: number) =>
    onConfig({
      columns: shown.map(({ field, ...one }) =>
        field.key === key ? { key, width } : { key: field.key, ...(one.isDrawn && { width: one.width }) },
      ),
    })
  return (
    <DataTable
      label={label}
      columns={columns}
      list={list}
      rowKey={(row) => row.id}
      onOpen={onOpen}
      sort={{
        value: (config.sort ?? usualSort(object)).split(',')[0],
        onChange: (sort) => onConfig({ sort }),
      }}
      selection={selection}
      onResize={resize}
      empty={empty}
    />
  )
}

function shownColumns(object: string, fields: ListField[], config: ViewConfig) {
  const columns = config.columns ?? usualColumns(object, fields)
  return columns.flatMap(({ key, width }) => {
    const field = fields.find((one) => one.key === key && one.only !== 'filtered')
    // A field that was archived since the view was saved is simply not there.
    return field ? [{ field, width: width ?? usualWidth(field), isDrawn: width !== undefined }] : []
  })
}

const ownEdits: Record<string, readonly string[]> = {
  person: [],
  company: [],
  deal: ['name', 'stage_id', 'amount', 'person_id', 'company_id', 'expected_close_on'],
}

/** Whether the reader's roles may let a value of this field be changed; about a single record the server has the last word. */
export function useEditable(object: string): (field: ListField) => boolean {
  const { rights, fields: rules } = useSession()
  const mayUsers = useMay()('users:read')
  const { edit, assign } = rightsFor(rights, rightsOf(object))
  return (field) => {
    if (field.key === 'owner_id') return assign !== 'none' && mayUsers && !isRuled(rules, object, field.key)
    // A file is put in on the page of its record.
    if (edit === 'none' || field.type === 'file') return false
    if (field.id !== undefined)
      return !isLocked(rules, { object, key: field.key, computed: field.computed ?? null })
    return (ownEdits[object] ?? ['name']).includes(field.key) && !isRuled(rules, object, field.key)
  }
}

function isRuled(rules: ReturnType<typeof useSession>['fields'], object: string, key: string): boolean {
  return rules[rightsOf(object)]?.[ruleOf(object, key)] !== undefined
}
