import type { QueryKey } from '@tanstack/react-query'
import type { Field } from '../../model/field.ts'
import type { ViewColumn, ViewConfig } from '../../model/saved-view.ts'
import {
  standardFieldsOf,
  TRAITS,
  type RecordFilter,
  type RecordRow,
  type StandardField,
} from '../../model/view.ts'
import type { AccessPath } from '../api-queries.ts'

/** A field of a list, of the object's own or custom. */
export type ListField = StandardField &
  Partial<Pick<Field, 'id' | 'object' | 'required' | 'help' | 'computed'>>

const paths: Record<string, AccessPath> = {
  person: 'people',
  company: 'companies',
  deal: 'deals',
  product: 'products',
}

/** Where the records of an object are in the API. */
export function pathOf(object: string): AccessPath {
  return paths[object] ?? `objects/${object}/records`
}

/** What the rights of roles call an object. */
export function rightsOf(object: string): string {
  return object in paths && object !== 'product' ? pathOf(object) : object
}

/** What begins the keys of all cached answers about an object. */
export function cacheOf(object: string): QueryKey {
  return object in paths ? [pathOf(object)] : ['objects', object]
}

const shown: Record<string, string[]> = {
  person: ['name', 'email', 'company_id', 'owner_id', 'first_seen', 'last_seen'],
  company: ['name', 'domain', 'people', 'owner_id', 'first_seen', 'last_seen'],
  product: ['name', 'sku', 'category', 'price', 'unit', 'active', 'updated_at'],
  deal: ['name', 'stage_id', 'amount', 'company_id', 'owner_id', 'expected_close_on', 'updated_at'],
}
const FIRST_FIELDS = 5

/** The columns of a list that nobody has chosen columns for. */
export function usualColumns(object: string, fields: ListField[]): ViewColumn[] {
  const keys = shown[object] ?? [
    'name',
    ...fields
      .filter(({ id }) => id !== undefined)
      .slice(0, FIRST_FIELDS)
      .map(({ key }) => key),
    'owner_id',
    'updated_at',
  ]
  return keys.map((key) => ({ key }))
}

/** The order of a list that nobody has sorted. */
export function usualSort(object: string): string {
  return object === 'person' || object === 'company' ? '-last_seen' : '-updated_at'
}

/** Whether rows of the object have traits, which can be columns. */
export const hasTraits = (object: string): boolean => object === 'person' || object === 'company'

/** The traits that a list shows or asks for, as fields: what events said, so that nobody changes them here. */
export function traitFields(object: string, { columns = [], filter }: ViewConfig): ListField[] {
  if (!hasTraits(object)) return []
  const keys = [...columns.map(({ key }) => key), ...keysOf(filter)].filter((key) => key.startsWith(TRAITS))
  return [...new Set(keys)].map((key) => ({
    key,
    label: key.slice(TRAITS.length),
    type: 'text',
    settings: {},
  }))
}

function keysOf(filter: RecordFilter | undefined): string[] {
  return (filter?.conditions ?? []).flatMap((one) => ('match' in one ? keysOf(one) : [one.field]))
}

/** All fields of an object, its own before the custom ones. */
export function fieldsOfList(object: string, custom: Field[]): ListField[] {
  return [...standardFieldsOf(object), ...custom]
}

/** What a record has of a field, as the list was given it. */
export function valueIn(row: RecordRow, { key }: Pick<ListField, 'key'>): unknown {
  if (key === 'name') return row.name
  return key in row.standard ? row.standard[key] : row.fields[key]
}

const neverSorted: readonly Field['type'][] = ['multi_select', 'relation', 'address', 'long_text', 'file']
const sortedOwn: Record<string, readonly string[]> = {
  person: ['name', 'first_seen', 'last_seen'],
  company: ['name', 'last_seen'],
  product: ['name', 'sku', 'category', 'unit', 'created_at', 'updated_at'],
  deal: ['name', 'amount', 'expected_close_on', 'updated_at'],
}

/** Whether a list can be ordered by a field. */
export function isSortable(object: string, field: ListField): boolean {
  if (field.id !== undefined) return !neverSorted.includes(field.type)
  return (sortedOwn[object] ?? ['name', 'created_at', 'updated_at']).includes(field.key)
}

const groupable: readonly Field['type'][] = [
  'select',
  'boolean',
  'rating',
  'user',
  'relation',
  'text',
  'date',
]

/** Whether a list can be grouped by a field. */
export function isGroupable(object: string, field: ListField): boolean {
  const isMany = object === 'person' && field.key === 'company_id'
  const isPerson = field.settings.target === 'person' || field.key.startsWith(TRAITS)
  return groupable.includes(field.type) && !field.only && !isMany && !isPerson && field.key !== 'name'
}

/** Whether the numbers of a field are added up. */
export function isSummed({ type, only }: ListField): boolean {
  return (type === 'number' || type === 'money') && !only
}

const onTheRight: readonly Field['type'][] = ['number', 'money']
export const isOnTheRight = ({ type }: ListField): boolean => onTheRight.includes(type)

const STAGE_WIDTH = 130
const widths: Partial<Record<Field['type'], number>> = {
  number: 110,
  money: 130,
  rating: 120,
  date: 130,
  datetime: 140,
  boolean: 90,
}

/** Pixels of a column that nobody has drawn wider; words share what is left. */
export function usualWidth({ key, type }: ListField): number | undefined {
  return key === 'stage_id' ? STAGE_WIDTH : widths[type]
}
