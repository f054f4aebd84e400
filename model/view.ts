import { z } from 'zod'
import type { Field } from './field.ts'
import { comparison, type Comparison } from './filter.ts'
import { jsonObject } from './json.ts'
import { pageQuery } from './page.ts'

const MOST_CONDITIONS = 50

export type RecordFilter = { match: 'all' | 'any' | 'none'; conditions: (RecordFilter | Comparison)[] }

// The id gives it a place of its own in the description of the API: it contains itself.
const filterGroup: z.ZodType<RecordFilter> = z
  .object({
    match: z.enum(['all', 'any', 'none']),
    get conditions(): z.ZodType<(RecordFilter | Comparison)[]> {
      return z.array(z.union([comparison, filterGroup])).max(MOST_CONDITIONS)
    },
  })
  .meta({ id: 'RecordFilter' })

/** Which records a list is about: comparisons of fields, joined by all, any or none, as deep as need be. */
const recordFilter = filterGroup.refine((filter) => countConditions(filter) <= MOST_CONDITIONS, {
  message: `has more than ${MOST_CONDITIONS} conditions`,
})

function countConditions({ conditions }: RecordFilter): number {
  return conditions.reduce((sum, one) => sum + ('match' in one ? countConditions(one) : 1), 0)
}

/** A question for records. `sort` is the key of a field; downwards it has a `-` before it. Empty values come last. */
export const recordSearch = z.object({
  filter: recordFilter.optional(),
  search: z
    .string()
    .trim()
    .max(200)
    .refine((text) => !text.includes('\0'), 'must not contain a NUL character')
    .optional(),
  sort: z.string().max(60).optional(),
  /** The custom fields wanted; all without it. */
  columns: z.array(z.string().max(60)).max(300).optional(),
  limit: pageQuery.shape.limit,
  cursor: pageQuery.shape.cursor,
})
export type RecordSearch = z.input<typeof recordSearch>

/** A record of any object in a list: its own values, its custom ones, and the names of what they mention, by id. */
export const recordRow = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  standard: jsonObject,
  fields: jsonObject,
  labels: z.record(z.string(), z.string()),
})
export type RecordRow = z.infer<typeof recordRow>

export type StandardField = Pick<Field, 'key' | 'label' | 'type' | 'settings'>

const named = (label: string): StandardField => ({ key: 'name', label, type: 'text', settings: {} })
const time = (key: string, label: string): StandardField => ({ key, label, type: 'datetime', settings: {} })
const leadsTo = (key: string, label: string, target: string): StandardField => ({
  key,
  label,
  type: 'relation',
  settings: { target },
})
const owner: StandardField = { key: 'owner_id', label: 'Owner', type: 'user', settings: {} }

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
    time('first_seen', 'First seen'),
    time('last_seen', 'Last seen'),
  ],
  person: [
    named('Name'),
    { key: 'email', label: 'E-mail', type: 'email', settings: {} },
    time('first_seen', 'First seen'),
    time('last_seen', 'Last seen'),
  ],
}

const recordFields = [named('Name'), owner, time('created_at', 'Created'), time('updated_at', 'Changed')]

/** What rules of roles call a field: `owner` for `owner_id`, and a custom one `fields.` and its key. */
export function ruleOf(object: string, key: string): string {
  const isStandard = standardFieldsOf(object).some((one) => one.key === key)
  return isStandard ? key.replace(/_id$/, '') : `fields.${key}`
}

/** The fields that an object has besides custom ones. */
export function standardFieldsOf(object: string): StandardField[] {
  return standardFields[object] ?? recordFields
}
