import { z } from 'zod'
import type { Field } from './field.ts'
import { jsonObject } from './json.ts'
import { pageQuery } from './page.ts'
import { recordFilter, type RecordFilter } from './record-filter.ts'

/** By how many fields a list is sorted at most. */
export const MOST_SORTS = 4

/** What begins the key of a trait, as a column and in a filter: `traits.plan`. */
export const TRAITS = 'traits.'

/** The key of a field or trait that is a column of a list. */
export const columnKey = z
  .string()
  .min(1)
  .max(200)
  .refine((key) => !key.includes('\0'), 'must not contain a NUL character')

export type { RecordFilter }

const words = z
  .string()
  .trim()
  .max(200)
  .refine((text) => !text.includes('\0'), 'must not contain a NUL character')

/** Keys of fields, divided by commas, the first one first; downwards a key has a `-` before it. */
export const recordSort = z
  .string()
  .max(250)
  .refine((sort) => sort.split(',').length <= MOST_SORTS, `has more than ${MOST_SORTS} fields`)

/** A question for records. Empty values come last. */
export const recordSearch = z.object({
  filter: recordFilter.optional(),
  search: words.optional(),
  sort: recordSort.optional(),
  /** The custom fields wanted, all without it; and traits of people and companies, such as `traits.plan`, none without it. */
  columns: z.array(columnKey).max(300).optional(),
  limit: pageQuery.shape.limit,
  cursor: pageQuery.shape.cursor,
})
export type RecordSearch = z.input<typeof recordSearch>

/** Which records are meant: those named, or all that a filter and words mean. */
const selectionParts = z.object({
  ids: z.array(z.uuid()).min(1).max(10_000).optional(),
  filter: recordFilter.optional(),
  search: words.optional(),
})
export type RecordSelection = z.infer<typeof selectionParts>

const isOneWay = ({ ids, filter, search }: RecordSelection) => !ids || (!filter && !search)
const oneWay = { message: 'Give either ids, or a filter and words, not both.', path: ['ids'] }

/** The records that something is done to. All of an object's records are meant only by saying so. */
export const recordSelection = selectionParts
  .extend({ all: z.literal(true).optional() })
  .refine(isOneWay, oneWay)
  .refine(
    ({ ids, filter, search, all }) =>
      ids !== undefined || all === true || Boolean(search) || (filter?.conditions.length ?? 0) > 0,
    { message: 'Say which records: by ids, filter, search, or all: true.', path: ['all'] },
  )

/** A question for the sums of a list, as a whole or group by group. `totals` are keys of numbers. */
export const groupSearch = recordSearch.pick({ filter: true, search: true }).extend({
  group: z.string().max(60).optional(),
  totals: z.array(z.string().max(60)).max(5).default([]),
})
export type GroupSearch = z.input<typeof groupSearch>

/** A sum of a field; amounts of several currencies are not added up. */
const recordTotal = z.object({ field: z.string(), currency: z.string().nullable(), sum: z.number() })
const counted = { count: z.number(), totals: z.array(recordTotal) }
/** The records that have one value; null for those without. */
const recordGroup = z.object({
  value: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  label: z.string().nullable(),
  ...counted,
})
export type RecordGroup = z.infer<typeof recordGroup>
export type RecordTotal = z.infer<typeof recordTotal>

/** Sums of a list. With `more`, only a part of the records or of the groups was looked at. */
export const recordGroups = z.object({ ...counted, groups: z.array(recordGroup), more: z.boolean() })
export type RecordGroups = z.infer<typeof recordGroups>

/** A file of a list: its columns, in the order given. */
export const recordExport = selectionParts
  .extend({
    format: z.enum(['csv', 'xlsx']),
    columns: z.array(columnKey).min(1).max(300).optional(),
    sort: recordSort.optional(),
  })
  .refine(isOneWay, oneWay)
export type RecordExport = z.input<typeof recordExport>

/** A record of any object in a list: its own values, its custom ones, and the names of what they mention, by id. */
export const recordRow = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  standard: jsonObject,
  fields: jsonObject,
  labels: z.record(z.string(), z.string()),
})
export type RecordRow = z.infer<typeof recordRow>

export type StandardField = Pick<Field, 'key' | 'label' | 'type' | 'settings'> & {
  /** Of those that are not for everything: shown in lists but not asked for, or the other way round. */
  only?: 'shown' | 'filtered'
}

const named = (label: string): StandardField => ({ key: 'name', label, type: 'text', settings: {} })
const time = (key: string, label: string): StandardField => ({ key, label, type: 'datetime', settings: {} })
const leadsTo = (key: string, label: string, target: string): StandardField => ({
  key,
  label,
  type: 'relation',
  settings: { target },
})
const owner: StandardField = { key: 'owner_id', label: 'Owner', type: 'user', settings: {} }

const recordFields = [named('Name'), owner, time('created_at', 'Created'), time('updated_at', 'Changed')]
const said = (key: string, label: string): StandardField => ({ key, label, type: 'text', settings: {} })

/** The fields that Kith's own objects have from the beginning. */
const standardFields: Record<string, StandardField[]> = {
  deal: [
    named('Name'),
    leadsTo('pipeline_id', 'Pipeline', 'pipeline'),
    leadsTo('stage_id', 'Stage', 'stage'),
    { key: 'amount', label: 'Amount', type: 'number', settings: {} },
    { key: 'currency', label: 'Currency', type: 'text', settings: {} },
    leadsTo('person_id', 'Person', 'person'),
    leadsTo('company_id', 'Company', 'company'),
    owner,
    { key: 'expected_close_on', label: 'Expected close', type: 'date', settings: {} },
    time('created_at', 'Created'),
    time('updated_at', 'Changed'),
    time('closed_at', 'Closed'),
  ],
  company: [
    named('Name'),
    { key: 'domain', label: 'Domain', type: 'text', settings: {} },
    owner,
    { key: 'people', label: 'People', type: 'number', settings: {}, only: 'shown' },
    { ...leadsTo('segment_id', 'Segment', 'company_segment'), only: 'filtered' },
    time('first_seen', 'First seen'),
    time('last_seen', 'Last seen'),
  ],
  product: [
    ...recordFields,
    said('sku', 'SKU'),
    said('category', 'Category'),
    said('unit', 'Unit'),
    { ...said('description', 'Description'), only: 'shown' },
    { key: 'active', label: 'Active', type: 'boolean', settings: {} },
    { key: 'price', label: 'Price', type: 'number', settings: {}, only: 'shown' },
  ],
  person: [
    named('Name'),
    { key: 'email', label: 'E-mail', type: 'email', settings: {} },
    leadsTo('company_id', 'Company', 'company'),
    owner,
    { ...leadsTo('segment_id', 'Segment', 'segment'), only: 'filtered' },
    time('first_seen', 'First seen'),
    time('last_seen', 'Last seen'),
  ],
}

/** What rules of roles call a field: `owner` for `owner_id`, and a custom one `fields.` and its key. */
export function ruleOf(object: string, key: string): string {
  const isStandard = standardFieldsOf(object).some((one) => one.key === key)
  return isStandard ? key.replace(/_id$/, '') : `fields.${key}`
}

/** The fields that an object has besides custom ones. */
export function standardFieldsOf(object: string): StandardField[] {
  return standardFields[object] ?? recordFields
}
