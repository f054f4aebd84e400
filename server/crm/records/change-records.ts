import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import type { CrmRecord, recordChange, recordInput } from '../../../model/record.ts'
import { requireCreation, requireRecord, systemActor } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { claimAgain, refusedFields, releaseRecord, startFields, writeFields } from '../fields/index.ts'
import { invalidField } from '../invalid-field.ts'
import { requireObject } from '../objects/find-objects.ts'
import { requireRecordOf, requireWritableFields } from '../objects/record-rights.ts'
import { readWritten, type Place } from './find-record.ts'
import { tellOfRecord } from './tell-of-record.ts'

type Owner = { id: string; name: string } | null

/** Makes a record of an object of your own. Throws `not_found` for an unknown object, `validation_failed`, `conflict`. */
export async function createRecord(
  { db, clock }: Platform,
  actor: Actor,
  object: string,
  input: z.output<typeof recordInput>,
): Promise<CrmRecord> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    const id = await createRecordIn(trx, actor, { object, input, at })
    return readWritten(trx, actor, { object, id })
  })
}

type NewRecord = { object: string; input: z.output<typeof recordInput>; at: Date }

/** The same in a transaction of the caller, for who makes many and reads none of them. Gives the id. */
export async function createRecordIn(
  trx: Trx,
  actor: Actor,
  { object, input, at }: NewRecord,
): Promise<string> {
  await requireOwnObject(trx, object)
  const owner = await ownerFor(trx, actor, input.owner_id)
  requireCreation(actor, object, owner?.id ?? null)
  const id = randomUUID()
  await sql`
    insert into records (id, object, name, owner_id, owner_name, created_at, updated_at)
    values (${id}, ${object}, ${input.name}, ${owner?.id ?? null}, ${owner?.name ?? null}, ${at}, ${at})`.execute(
    trx,
  )
  const values = await startFields(trx, actor, { object, id, values: input.fields, at })
  await tellOfRecord(trx, actor, { kind: 'created', object, id, values, at })
  return id
}

/** Changes name, owner and fields of a record together. Throws `not_found`, `conflict`, `validation_failed`. */
export async function changeRecord(
  { db, clock }: Platform,
  actor: Actor,
  { object, id }: Place,
  { fields, version, ...change }: z.output<typeof recordChange>,
): Promise<CrmRecord> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    await sql`select from records where id = ${id}::uuid for update`.execute(trx)
    await requireRights(trx, actor, { object, id, change: { ...change, fields } })
    const before = await readWritten(trx, systemActor, { object, id })
    if (version !== undefined && version !== before.version)
      throw fail('conflict', undefined, { version: before.version })
    // First the fields: who gives the record away may not be let to change them afterwards.
    if (fields) {
      const { refused } = await writeFields(trx, actor, { object, rows: [{ id, values: fields }], at })
      if (refused[0]) throw refusedFields(refused[0].problems)
    }
    return changeOwnValues(trx, actor, { object, id, change, at })
  })
}

/** Changes name and owner of a record within a transaction. Throws `not_found`, `validation_failed`, `forbidden`. */
export async function changeOwnValuesIn(
  trx: Trx,
  actor: Actor,
  { object, id, change, at }: Place & { change: Pick<Asked, 'name' | 'owner_id'>; at: Date },
): Promise<CrmRecord> {
  await sql`select from records where id = ${id}::uuid for update`.execute(trx)
  await requireRights(trx, actor, { object, id, change })
  return changeOwnValues(trx, actor, { object, id, change, at })
}

async function changeOwnValues(
  trx: Trx,
  actor: Actor,
  { object, id, change, at }: Place & { change: Pick<Asked, 'name' | 'owner_id'>; at: Date },
): Promise<CrmRecord> {
  const before = await readWritten(trx, systemActor, { object, id })
  const values = await changeOwn(trx, actor, before, { change, at })
  if (Object.keys(values).length > 0)
    await tellOfRecord(trx, actor, { kind: 'changed', object, id, values, at })
  return readWritten(trx, actor, { object, id })
}

/** Takes a record out of every list; it can be restored. Throws `not_found`. */
export async function deleteRecord(
  { db, clock }: Platform,
  actor: Actor,
  { object, id }: Place,
): Promise<void> {
  const at = new Date(clock.now())
  await db.transaction().execute((trx) => deleteRecordIn(trx, actor, { object, id, at }))
}

/** The same within a transaction. */
export async function deleteRecordIn(
  trx: Trx,
  actor: Actor,
  { object, id, at }: Place & { at: Date },
): Promise<void> {
  await requireRecordOf(trx, actor, { object, id, action: 'delete' })
  await tellOfRecord(trx, actor, { kind: 'deleted', object, id, at })
  await releaseRecord(trx, id)
  await sql`
    update records set deleted_at = ${at}, updated_at = ${at}, version = version + 1 where id = ${id}`.execute(
    trx,
  )
}

/** Undoes the deletion of a record. Throws `not_found`; one that is there stays as it is. */
export async function restoreRecord(
  { db, clock }: Platform,
  actor: Actor,
  { object, id }: Place,
): Promise<CrmRecord> {
  const at = new Date(clock.now())
  return db.transaction().execute((trx) => restoreRecordIn(trx, actor, { object, id, at }))
}

/** The same within a transaction. */
export async function restoreRecordIn(
  trx: Trx,
  actor: Actor,
  { object, id, at }: Place & { at: Date },
): Promise<CrmRecord> {
  const from = sql`records r where r.id = ${id}::uuid and r.object = ${object}`
  await requireRecord(trx, actor, { object, action: 'delete', from, what: 'record' })
  const { rows } = await sql`
    update records set deleted_at = null, updated_at = ${at}, version = version + 1
    where id = ${id}::uuid and object = ${object} and deleted_at is not null returning id`.execute(trx)
  if (rows.length === 0) return readWritten(trx, actor, { object, id })
  await claimAgain(trx, object, id)
  await tellOfRecord(trx, actor, { kind: 'restored', object, id, at })
  return readWritten(trx, actor, { object, id })
}

/** Throws `not_found` unless records of this object lie in the table of records. */
export async function requireOwnObject(db: Queryable, object: string): Promise<void> {
  const { standard, archived_at, name } = await requireObject(db, object)
  if (standard)
    throw fail('not_found', `${name} is an object of Kith itself, with an address of its own in the API.`)
  if (archived_at !== null) throw fail('gone', `The object ${name} is archived. Restore it first.`)
}

type Asked = {
  name?: string | undefined
  owner_id?: string | null | undefined
  fields?: JsonObject | undefined
}

/** To give a record away takes a right of its own, as it does for a deal. */
async function requireRights(
  trx: Trx,
  actor: Actor,
  { object, id, change: { name, owner_id, fields } }: Place & { change: Asked },
): Promise<void> {
  const isAssignment = owner_id !== undefined
  if (!isAssignment || name !== undefined || fields)
    await requireRecordOf(trx, actor, { object, id, action: 'edit' })
  if (isAssignment) await requireRecordOf(trx, actor, { object, id, action: 'assign' })
  const own = [...(name === undefined ? [] : ['name']), ...(isAssignment ? ['owner_id'] : [])]
  requireWritableFields(actor, object, own)
}

type OwnChange = { change: { name?: string | undefined; owner_id?: string | null | undefined }; at: Date }

/** Gives what changed, before and after. */
async function changeOwn(
  trx: Trx,
  actor: Actor,
  before: CrmRecord,
  { change, at }: OwnChange,
): Promise<JsonObject> {
  const values: JsonObject = {}
  if (change.name !== undefined && change.name !== before.name)
    values.name = { before: before.name, after: change.name }
  const isHandedOver = change.owner_id !== undefined && change.owner_id !== (before.owner?.id ?? null)
  const owner = isHandedOver ? await ownerFor(trx, actor, change.owner_id) : before.owner
  if (isHandedOver) values.owner_id = { before: before.owner?.name ?? null, after: owner?.name ?? null }
  if (Object.keys(values).length === 0) return values
  await sql`
    update records set name = ${change.name ?? before.name}, owner_id = ${owner?.id ?? null},
      owner_name = ${owner?.name ?? null}, version = version + 1, updated_at = ${at}
    where id = ${before.id}`.execute(trx)
  return values
}

/** The owner that a record is given: whoever makes it when none is named. Throws `validation_failed` for an unknown user. */
export async function ownerFor(trx: Trx, actor: Actor, id: string | null | undefined): Promise<Owner> {
  if (id === undefined) return actor.type === 'user' ? { id: actor.id, name: actor.name } : null
  if (id === null) return null
  const { rows } = await sql<{
    id: string
    name: string
  }>`select id, name from users where id = ${id}`.execute(trx)
  if (!rows[0]) throw invalidField('owner_id', 'There is no colleague with this id.')
  return rows[0]
}
