import { sql } from 'kysely'
import { z } from 'zod'
import { dealChange, type DealChange } from '../../../model/deal.ts'
import { readFieldValue } from '../../../model/field-value.ts'
import type { JsonObject } from '../../../model/json.ts'
import { productChange, type ProductChange } from '../../../model/product.ts'
import { recordChange } from '../../../model/record.ts'
import { systemActor } from '../../access/index.ts'
import { assignCompanyIn, assignPersonIn } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { changeDealIn } from '../deals/change-deal.ts'
import { listReadableFields } from '../fields/index.ts'
import { invalidField } from '../invalid-field.ts'
import { changeProductIn } from '../products/change-product.ts'
import { changeOwnValuesIn } from '../records/change-records.ts'
import { listSourceOf } from '../views/list-source.ts'

export type Edit = { object: string; id: string; values: JsonObject; at: Date }

type Standard = {
  schema: z.ZodObject
  change(trx: Trx, actor: Actor, edit: Edit): Promise<unknown>
}

const ownerOnly = z.object({ owner_id: z.string().min(1).max(100).nullable() }).partial()
const ownerOf = ({ owner_id }: JsonObject) => (typeof owner_id === 'string' ? owner_id : null)

/** What is changed of records besides their custom fields, and how. */
const standard: Record<string, Standard> = {
  deal: {
    schema: dealChange.pick({
      name: true,
      stage_id: true,
      amount: true,
      expected_close_on: true,
      person_id: true,
      company_id: true,
      owner_id: true,
    }),
    change: (trx, actor, { id, values, at }) =>
      changeDealIn(trx, actor, { id, change: values as DealChange, at }),
  },
  company: {
    schema: ownerOnly,
    change: (trx, actor, { id, values, at }) =>
      assignCompanyIn(trx, actor, { id, ownerId: ownerOf(values), at }),
  },
  person: {
    schema: ownerOnly,
    change: (trx, actor, { id, values, at }) =>
      assignPersonIn(trx, actor, { id, ownerId: ownerOf(values), at }),
  },
  product: {
    schema: productChange.omit({ version: true }),
    change: (trx, actor, { id, values, at }) =>
      changeProductIn(trx, actor, { id, change: values as ProductChange, at }),
  },
}

const ofRecords: Standard = {
  schema: recordChange.pick({ name: true, owner_id: true }),
  change: (trx, actor, { object, id, values, at }) =>
    changeOwnValuesIn(trx, actor, { object, id, change: recordChange.parse(values), at }),
}

/** What an object's records have besides custom fields that can be changed. */
export function standardOf(object: string): Standard {
  return standard[object] ?? ofRecords
}

/** Values apart: those of an object's own fields, and custom ones. */
export function apart(object: string, values: JsonObject): { own: JsonObject; custom: JsonObject } {
  const known = standardOf(object).schema.shape
  const entries = Object.entries(values)
  return {
    own: Object.fromEntries(entries.filter(([key]) => key in known)),
    custom: Object.fromEntries(entries.filter(([key]) => !(key in known))),
  }
}

/** Throws `validation_failed` for fields that cannot be changed so, before any record is looked at. */
export async function checkEdit(
  db: Queryable,
  caller: Actor,
  { object, values }: { object: string; values: JsonObject },
): Promise<void> {
  if (Object.keys(values).length === 0) throw invalidField('change.values', 'Say what to change.')
  const { own, custom } = apart(object, values)
  const read = standardOf(object).schema.partial().safeParse(own)
  const issue = read.error?.issues[0]
  if (issue) throw invalidField(`change.values.${issue.path.join('.')}`, issue.message)
  const fields = await listReadableFields(db, caller, object)
  for (const [key, value] of Object.entries(custom)) {
    const field = fields.find((one) => one.key === key)
    if (!field || field.computed || field.type === 'file')
      throw invalidField(`change.values.${key}`, 'There is no field of this name that can be changed.')
    const typed = readFieldValue(field, value)
    if (!typed.ok) throw invalidField(`change.values.${key}`, `${field.label} ${typed.problem}.`)
    if (typed.value === null && field.required)
      throw invalidField(`change.values.${key}`, `${field.label} is required.`)
  }
}

/** What a record has under these keys now. Throws `not_found`. */
export async function valuesNow(
  trx: Trx,
  { object, id }: { object: string; id: string },
  keys: string[],
): Promise<JsonObject> {
  const { table, standard: own, joins } = listSourceOf(object, systemActor)
  const { rows } = await sql<{ values: JsonObject }>`
    select r.fields || ${own} || jsonb_build_object('name', r.name) as values
    from ${table} r ${joins} where r.id = ${id}::uuid`.execute(trx)
  if (!rows[0]) throw fail('not_found', 'There is no record with this id.')
  const { values } = rows[0]
  return Object.fromEntries(keys.map((key) => [key, values[key] ?? null]))
}
