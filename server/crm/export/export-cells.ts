import type { Field } from '../../../model/field.ts'
import { addressParts, textOf } from '../../../model/field-value.ts'
import { isObject } from '../../../model/json.ts'
import { standardFieldsOf, TRAITS, type RecordRow } from '../../../model/view.ts'
import type { Actor } from '../../platform/http/index.ts'
import { invalidField } from '../invalid-field.ts'
import type { ListSource } from '../views/list-source.ts'
import { traitsShown } from '../views/trait-columns.ts'
import { seesField } from '../objects/record-rights.ts'

/** A column of a file: what stands in its head, and what it has of a record. */
export type ExportColumn = Pick<Field, 'key' | 'label' | 'type' | 'settings'>

/** A cell: numbers, days and moments stay what they are, so that a spreadsheet can count with them. */
export type Cell =
  | { kind: 'text'; text: string }
  | { kind: 'number'; number: number }
  | { kind: 'day' | 'moment'; at: string }

type Known = { caller: Actor; object: string; fields: Field[]; source: ListSource }

const idColumn: ExportColumn = { key: 'id', label: 'ID', type: 'text', settings: {} }

/**
 * The columns of a file: those asked for in their order, all without; the record's id comes last, so that the file can be
 * imported again. Throws `validation_failed` for fields that there are not; hidden ones are left out.
 */
export function columnsOf(
  { caller, object, fields, source }: Known,
  asked: string[] | undefined,
): ExportColumn[] {
  const standard = standardFieldsOf(object).filter(({ only }) => only !== 'filtered')
  const known: ExportColumn[] = [...standard, ...fields]
  const chosen = asked?.map((key) => {
    const column = known.find((one) => one.key === key) ?? traitColumn(key, source)
    if (!column) throw invalidField('columns', `There is no field called ${key}.`)
    return column
  })
  const traits = traitsShown(caller, object, { source, columns: asked })
  const shown = (chosen ?? known).filter(({ key }) =>
    key.startsWith(TRAITS) ? traits.includes(key.slice(TRAITS.length)) : seesField(caller, object, key),
  )
  return [...shown, idColumn]
}

function traitColumn(key: string, { traits }: ListSource): ExportColumn | undefined {
  if (!traits || !key.startsWith(TRAITS)) return undefined
  return { key, label: key.slice(TRAITS.length), type: 'text', settings: {} }
}

/** What a record has in a column; null for nothing. */
export function cellOf({ key, type, settings }: ExportColumn, row: RecordRow): Cell | null {
  if (key === 'id') return text(row.id)
  if (key === 'name') return row.name === null ? null : text(row.name)
  const value = key in row.standard ? row.standard[key] : row.fields[key]
  if (value === null || value === undefined) return null
  if (key.startsWith(TRAITS) && typeof value === 'number') return { kind: 'number', number: value }
  switch (type) {
    case 'number':
    case 'money':
    case 'rating':
      return typeof value === 'number' ? { kind: 'number', number: value } : text(textOf(value))
    case 'date':
      return { kind: 'day', at: textOf(value) }
    case 'datetime':
      return { kind: 'moment', at: new Date(textOf(value)).toISOString() }
    case 'boolean':
      return text(value === true ? 'Yes' : 'No')
    case 'select':
    case 'multi_select':
      return text(
        [value]
          .flat()
          .map((one) => optionLabel(settings, one))
          .join('; '),
      )
    case 'user':
    case 'relation':
    case 'file':
      return text(row.labels[textOf(value)] ?? '')
    case 'address':
      return text(isObject(value) ? addressText(value) : textOf(value))
    default:
      return text(textOf(value))
  }
}

/** A cell as a text file has it. */
export function textOfCell(cell: Cell | null): string {
  if (cell === null) return ''
  if (cell.kind === 'text') return cell.text
  return cell.kind === 'number' ? String(cell.number) : cell.at
}

const text = (words: string): Cell => ({ kind: 'text', text: words })

function optionLabel({ options = [] }: Field['settings'], key: unknown): string {
  return options.find((one) => one.key === key)?.label ?? textOf(key)
}

function addressText(address: Record<string, unknown>): string {
  return Object.keys(addressParts)
    .flatMap((part) => (typeof address[part] === 'string' ? [address[part]] : []))
    .join(', ')
}
