import { z } from 'zod'
import { computedField } from './computed-field.ts'
import { jsonObject, type JsonObject } from './json.ts'
import { text } from './strings.ts'

/** The types of custom fields, with the words that the interface shows. */
export const fieldTypes = {
  text: { label: 'Text', hint: 'A line of text' },
  long_text: { label: 'Long text', hint: 'Several lines' },
  number: { label: 'Number', hint: 'A number, with decimals or without' },
  money: { label: 'Money', hint: 'An amount in the currency of the field' },
  date: { label: 'Date', hint: 'A day' },
  datetime: { label: 'Date and time', hint: 'A moment' },
  boolean: { label: 'Yes or no', hint: 'One or the other' },
  select: { label: 'Choice', hint: 'One of several options' },
  multi_select: { label: 'Choices', hint: 'Any number of several options' },
  user: { label: 'Colleague', hint: 'Somebody of your team' },
  relation: { label: 'Relation', hint: 'Another record: a person, a company, a deal …' },
  url: { label: 'Web address', hint: 'A link' },
  email: { label: 'E-mail', hint: 'An e-mail address' },
  phone: { label: 'Phone', hint: 'A phone number' },
  address: { label: 'Address', hint: 'Street, town, country' },
  rating: { label: 'Rating', hint: 'Stars' },
  file: { label: 'File', hint: 'A document or a picture' },
} as const satisfies Record<string, { label: string; hint: string }>

export type FieldType = keyof typeof fieldTypes
const typeNames = Object.keys(fieldTypes) as [FieldType, ...FieldType[]]

/** The types of which no two records may be made to have the same value. */
export const uniqueTypes: readonly FieldType[] = ['text', 'number', 'url', 'email', 'phone', 'date']

/** The types that a list can be filtered and sorted by once they are indexed. */
export const unindexedTypes: readonly FieldType[] = ['long_text', 'address', 'relation', 'file']

export const optionColours = [
  'gray',
  'indigo',
  'blue',
  'teal',
  'green',
  'yellow',
  'orange',
  'red',
  'pink',
] as const

const fieldOption = z.object({
  key: z.string().regex(/^[a-z0-9_]{1,60}$/, 'may hold small letters, digits and _'),
  label: text(100),
  colour: z.enum(optionColours).default('gray'),
  /** No longer offered; records that have it keep it. */
  archived: z.boolean().default(false),
})
export type FieldOption = z.infer<typeof fieldOption>

/** What a type needs to know besides: options of a choice, the currency of money, what a relation leads to. */
export const fieldSettings = z.object({
  options: z.array(fieldOption).max(500).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a three-letter currency code such as EUR')
    .optional(),
  target: z.string().max(60).optional(),
  /** The best rating. */
  stars: z.number().int().min(2).max(10).optional(),
})
export type FieldSettings = z.infer<typeof fieldSettings>

const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,49}$/, 'must begin with a small letter, and hold small letters, digits and _')

export const field = z.object({
  id: z.uuid(),
  object: z.string(),
  key: z.string(),
  label: z.string(),
  type: z.enum(typeNames),
  help: z.string(),
  section: z.string(),
  position: z.number(),
  settings: fieldSettings,
  default_value: z.unknown(),
  /** How its values are worked out; null when they are entered. */
  computed: computedField.nullable(),
  /** How far its values are worked out for the records that were there before; null when they are. */
  computing: z.object({ done: z.number(), total: z.number() }).nullable(),
  required: z.boolean(),
  required_from_stage: z.uuid().nullable(),
  unique: z.boolean(),
  indexed: z.boolean(),
  index_state: z.enum(['none', 'waiting', 'ready', 'failed']),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  archived_at: z.iso.datetime().nullable(),
})
export type Field = z.infer<typeof field>

const parts = {
  label: text(100),
  help: z.string().max(500),
  section: z.string().trim().max(100),
  settings: fieldSettings,
  default_value: z.unknown(),
  required: z.boolean(),
  /** Of deals: required once a deal has come as far as this stage. */
  required_from_stage: z.uuid().nullable(),
  unique: z.boolean(),
  /** Whether lists can be filtered and sorted by it quickly. */
  indexed: z.boolean(),
}

/** A new field. Without a key it gets one from its label. */
export const fieldInput = z.object({
  label: parts.label,
  key: key.optional(),
  type: z.enum(typeNames),
  help: parts.help.default(''),
  section: parts.section.default(''),
  settings: parts.settings.default({}),
  default_value: parts.default_value.optional(),
  required: parts.required.default(false),
  required_from_stage: parts.required_from_stage.default(null),
  unique: parts.unique.default(false),
  /** The type follows from it: what a formula gives, what a roll-up adds up. */
  computed: computedField.nullable().default(null),
  indexed: parts.indexed.default(false),
})
export type FieldInput = z.input<typeof fieldInput>

/** A change of a field. Its key and its type stay what they are: values depend on them. */
export const fieldChange = z
  .object(parts)
  .partial()
  .extend({ computed: computedField.optional(), archived: z.boolean().optional() })
export type FieldChange = z.input<typeof fieldChange>

export const fieldOrder = z.object({ ids: z.array(z.uuid()).min(1).max(500) })

/** What kinds of records there are. */
export const crmObject = z.object({
  key: z.string(),
  name: z.string(),
  plural: z.string(),
  description: z.string(),
  icon: z.string(),
  standard: z.boolean(),
  fields: z.number(),
  archived_at: z.iso.datetime().nullable(),
})
export type CrmObject = z.infer<typeof crmObject>

/** The custom values of a record by key. `labels` names the users and records that they mention, by id. */
export const fieldValues = z.object({ values: jsonObject, labels: z.record(z.string(), z.string()) })
export type FieldValues = z.infer<typeof fieldValues>

/**
 * New values of a record; null empties a field. With `known`, the values that were read, a field that has another value
 * by now is refused (409).
 */
export const fieldValuesChange = z.object({ values: jsonObject, known: jsonObject.optional() })
export type FieldValuesChange = { values: JsonObject; known?: JsonObject | undefined }

/** A change of one value. */
export const fieldValueChange = z.object({
  id: z.number(),
  at: z.iso.datetime(),
  actor_name: z.string(),
  before: z.unknown(),
  after: z.unknown(),
})
export type FieldValueChange = z.infer<typeof fieldValueChange>
