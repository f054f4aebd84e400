import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import type { Page } from '../../../model/page.ts'
import { isObject } from '../../../model/json.ts'
import type { RecordRow } from '../../../model/view.ts'
import { api } from '../../api.ts'
import { ApiError } from '../../lib/http.ts'
import { cacheOf, pathOf, valueIn, type ListField } from '../../lib/list-objects.ts'
import { replaceRow } from '../../lib/queries.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'

type Pages = InfiniteData<Page<RecordRow>>
type Cell = { row: RecordRow; field: ListField; value: unknown }

/** Changes a value where it stands in a list: shown at once, taken back when it is refused, with an undo when it is saved. */
export function useCellEdit(object: string): (cell: Cell) => void {
  const client = useQueryClient()
  const cache = cacheOf(object)
  const lists = { queryKey: [...cache, 'list', 'records'] }
  const changeShown = (id: string, change: (row: RecordRow) => RecordRow) =>
    client.setQueriesData<Pages>(
      lists,
      (cached) => cached && replaceRow(cached, (row) => row.id === id, change),
    )
  const show = ({ row, field, value }: Cell) => changeShown(row.id, (one) => withValue(one, field, value))
  const versionNow = (id: string) =>
    client
      .getQueriesData<Pages>(lists)
      .flatMap(([, list]) => list?.pages.flatMap(({ data }) => data) ?? [])
      .find((row) => row.id === id)?.standard.version
  const write = async (cell: Cell, known: unknown) => {
    const { id } = cell.row
    const answer = await writeValue(object, cell, { known, version: versionNow(id) })
    // The next change, an undo above all, may come before the list was read again.
    changeShown(id, (one) => withVersion(one, answer))
  }
  const refresh = () => client.invalidateQueries({ queryKey: cache })
  const takeBack = ({ row, field, value }: Cell, before: unknown) =>
    write({ row, field, value: before }, value)
      .then(() => toastSaved('Undone'), toastError)
      .finally(() => void refresh())
  const edit = useMutation({
    // One after the other, as they were made: the second must know the version that the first one leaves.
    scope: { id: `cells of ${object}` },
    mutationFn: (cell: Cell) => write(cell, valueIn(cell.row, cell.field)),
    onMutate: async (cell) => {
      await client.cancelQueries(lists)
      show(cell)
    },
    onSuccess: (_written, cell) => {
      const before = valueIn(cell.row, cell.field) ?? null
      toastSaved(
        `${cell.field.label} saved`,
        () => void takeBack(cell, before),
        `${cell.row.id} ${cell.field.key}`,
      )
    },
    onError: (error, { row, field }) => {
      show({ row, field, value: valueIn(row, field) })
      toastError(error)
    },
    onSettled: refresh,
  })
  return edit.mutate
}

function withValue(row: RecordRow, field: ListField, value: unknown): RecordRow {
  const { key } = field
  // Until the server says what it is called.
  const labels =
    typeof value === 'string' && isNamed(field)
      ? { [value]: row.labels[value] ?? '…', ...row.labels }
      : row.labels
  if (key === 'name') return { ...row, name: String(value) }
  return field.id === undefined
    ? { ...row, labels, standard: { ...row.standard, [key]: value } }
    : { ...row, labels, fields: { ...row.fields, [key]: value } }
}

/** The row with the version that the answer to a change of it names, where it names one. */
function withVersion(row: RecordRow, answer: unknown): RecordRow {
  if (!isObject(answer) || typeof answer.version !== 'number') return row
  return { ...row, standard: { ...row.standard, version: answer.version } }
}

const isNamed = ({ type }: ListField) => type === 'user' || type === 'relation'

type Known = { known: unknown; version: unknown }

/** Custom values are refused when they are not what the reader saw; deals and records when anything of them changed. */
async function writeValue(object: string, cell: Cell, { known, version }: Known): Promise<unknown> {
  const { row, field, value } = cell
  const path = pathOf(object)
  if (field.id !== undefined) {
    const change = { values: { [field.key]: value }, known: { [field.key]: known ?? null } }
    return api.values.change(`${path}/${row.id}`, change)
  }
  if (path === 'people' || path === 'companies')
    return api.access.assign(path, row.id, typeof value === 'string' ? value : null)
  try {
    return await changeOwn(object, cell, version)
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'conflict') throw error
    // Somebody, or the reader a moment ago, changed something else of it: there is nothing to decide.
    const now = await readOwn(object, cell)
    if (now.value !== (known ?? null)) throw error
    return changeOwn(object, cell, now.version)
  }
}

function changeOwn(object: string, { row, field, value }: Cell, version: unknown): Promise<unknown> {
  const change = { [field.key]: value, ...(typeof version === 'number' && { version }) }
  return api.lists.change(pathOf(object), row.id, change)
}

/** What the record has in the field now, and which version of it that is. */
async function readOwn(object: string, { row, field: { key } }: Cell) {
  const record = await api.lists.get(pathOf(object), row.id)
  const named = new Map<string, unknown>(Object.entries(record))
  const one = named.get(key.replace(/_id$/, ''))
  const value = named.get(key) ?? (isObject(one) ? one.id : null)
  return { value: value ?? null, version: record.version }
}
