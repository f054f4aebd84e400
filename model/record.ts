import { z } from 'zod'
import { jsonObject } from './json.ts'
import { text } from './strings.ts'

/** A record of an object of your own. */
export const crmRecord = z.object({
  id: z.uuid(),
  object: z.string(),
  name: z.string(),
  owner: z.object({ id: z.string().nullable(), name: z.string() }).nullable(),
  fields: jsonObject,
  /** Names of the users and records that the fields mention, by id. */
  labels: z.record(z.string(), z.string()),
  version: z.number(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})
export type CrmRecord = z.infer<typeof crmRecord>

/** A new record. A user who makes it owns it, unless somebody else is named. */
export const recordInput = z.object({
  name: text(300),
  owner_id: z.string().max(100).nullable().optional(),
  fields: jsonObject.default({}),
})
export type RecordInput = z.input<typeof recordInput>

/** A change of a record. With `version`, it is refused (409) when somebody else changed the record since. */
export const recordChange = z.object({
  name: text(300).optional(),
  owner_id: z.string().max(100).nullable().optional(),
  fields: jsonObject.optional(),
  version: z.number().int().optional(),
})
export type RecordChange = z.input<typeof recordChange>

const objectParts = {
  name: text(60),
  plural: text(60),
  description: z.string().trim().max(300),
  icon: z.string().regex(/^[a-z-]{1,40}$/),
}

/** A new kind of records. Without a key it gets one from its name. */
export const objectInput = z.object({
  key: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, 'must begin with a small letter, and hold small letters, digits and _')
    .optional(),
  name: objectParts.name,
  plural: objectParts.plural,
  description: objectParts.description.default(''),
  icon: objectParts.icon.default('box'),
})
export type ObjectInput = z.input<typeof objectInput>

/** A change of an object. Archived, it is offered nowhere; its records stay. */
export const objectChange = z.object(objectParts).partial().extend({ archived: z.boolean().optional() })

/** A record that names another in a relation field. */
export const relatedRecord = z.object({
  object: z.string(),
  object_name: z.string(),
  field: z.string(),
  id: z.uuid(),
  name: z.string(),
})
export type RelatedRecord = z.infer<typeof relatedRecord>
