import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../../model/page.ts'
import type { RecordFile } from '../../../model/record-file.ts'
import { fail } from '../../platform/errors.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { listFields } from '../fields/find-fields.ts'
import { refusedFields, writeFields } from '../fields/index.ts'
import { invalidField } from '../invalid-field.ts'
import { requireRecordOf, seesField } from '../objects/record-rights.ts'
import { sniffType } from './sniff-type.ts'
import { placeContent, receiveContent } from './store-content.ts'
import { tellOfFile } from './tell-of-file.ts'

/** Where files lie, and how many bytes all of them may have. */
export type FileStore = { platform: Platform; folder: string; quotaBytes: number }
export type Place = { object: string; id: string }

const QUOTA_LOCK = 714_202_642
const position = z.tuple([z.iso.datetime(), z.uuid()])

/** The files of a record, newest first, without those that are values of its fields. Throws `not_found` for a record that the caller does not see. */
export async function listFiles(
  db: Queryable,
  caller: Actor,
  { object, id }: Place,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<RecordFile>> {
  await requireRecordOf(db, caller, { object, id, action: 'view' })
  const [at, afterId] = cursor ? decodeCursor(cursor, position) : []
  const after =
    afterId === undefined ? sql`true` : sql`(created_at, id) < (${at}::timestamptz, ${afterId}::uuid)`
  const rows = await selectFiles(
    db,
    sql`${ofRecord({ object, id })} and field_id is null and removed_at is null and ${after}
      order by created_at desc, id desc limit ${limit + 1}`,
  )
  return pageFrom(rows.map(withoutHash), limit, (file) => [file.created_at, file.id])
}

/** A file of a record or of one of its fields, with the hash of its content. Throws `not_found`. */
export async function findFile(
  db: Queryable,
  caller: Actor,
  { object, id }: Place,
  file: string,
): Promise<FileRow> {
  await requireRecordOf(db, caller, { object, id, action: 'view' })
  const found = await one(db, sql`${ofRecord({ object, id })} and removed_at is null and id = ${file}::uuid`)
  if (found.field !== null && !seesField(caller, object, found.field)) throw noSuchFile()
  return found
}

/**
 * Puts a file to a record, or to one of its file fields in place of what that has. Throws `forbidden`, `too_large`, `validation_failed` for what may not be kept, and `conflict` when
 * there is no room for it.
 */
export async function addFile(
  { platform, folder, quotaBytes }: FileStore,
  actor: Actor,
  place: Place,
  { name, field, body }: { name: string; field?: string | undefined; body: Readable },
): Promise<RecordFile> {
  await requireRecordOf(platform.db, actor, { ...place, action: 'edit' })
  const received = await receiveContent(folder, body)
  try {
    const type = sniffType(name, received.beginning)
    return await platform.db.transaction().execute(async (trx) => {
      await requireRecordOf(trx, actor, { ...place, action: 'edit' })
      await requireRoom(trx, { ...received, quotaBytes })
      // Before the row: a row without its content would be worse than content without a row.
      await placeContent(folder, received)
      const at = new Date(platform.clock.now())
      const { rows } = await sql<{ id: string }>`
        insert into record_files (object, record_id, name, type, size, hash, created_by, created_at)
        values (${place.object}, ${await refOf(trx, place)}, ${name}, ${type}, ${received.size}, ${received.hash},
          ${actor.name}, ${at})
        returning id`.execute(trx)
      const file = withoutHash(await one(trx, sql`id = ${rows[0]?.id}::uuid`))
      await tellOfFile(trx, actor, { kind: 'added', place, file })
      if (field !== undefined) await giveToField(trx, actor, { place, field, file: file.id, at })
      return file
    })
  } finally {
    await rm(received.path, { force: true })
  }
}

type Given = { place: Place; field: string; file: string; at: Date }

async function giveToField(
  trx: Trx,
  actor: Actor,
  { place: { object, id }, field, file, at }: Given,
): Promise<void> {
  const known = (await listFields(trx, object)).find(({ key }) => key === field)
  if (known?.type !== 'file') throw invalidField('field', `There is no file field called ${field}.`)
  const { refused } = await writeFields(trx, actor, { object, rows: [{ id, values: { [field]: file } }], at })
  if (refused[0]) throw refusedFields(refused[0].problems)
}

/** Takes a file from a record, or puts it back within 30 days. Throws `not_found`, `forbidden`. */
export async function setRemoved(
  { platform }: FileStore,
  actor: Actor,
  place: Place,
  { file: id, removed }: { file: string; removed: boolean },
): Promise<RecordFile> {
  const at = removed ? new Date(platform.clock.now()) : null
  return platform.db.transaction().execute(async (trx) => {
    await requireRecordOf(trx, actor, { ...place, action: 'edit' })
    const file = withoutHash(
      await one(trx, sql`${ofRecord(place)} and field_id is null and id = ${id}::uuid`),
    )
    const { rows } = await sql`
      update record_files set removed_at = ${at} where id = ${id}::uuid and (removed_at is null) = ${removed}
      returning id`.execute(trx)
    if (rows.length > 0) await tellOfFile(trx, actor, { kind: removed ? 'removed' : 'restored', place, file })
    return file
  })
}

/** `field` is the key of the field whose value it is. */
type FileRow = RecordFile & { hash: string; field: string | null }

function withoutHash({ hash: _, field: __, ...file }: FileRow): RecordFile {
  return file
}

async function selectFiles(db: Queryable, where: RawBuilder<unknown>): Promise<FileRow[]> {
  const { rows } = await sql<Omit<FileRow, 'created_at'> & { created_at: Date }>`
    select id, name, type, size::float8 as size, hash, created_by, created_at,
      (select key from crm_fields c where c.id = field_id) as field
    from record_files where ${where}`.execute(db)
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }))
}

async function one(db: Queryable, where: RawBuilder<unknown>): Promise<FileRow> {
  const [file] = await selectFiles(db, where)
  if (!file) throw noSuchFile()
  return file
}

const noSuchFile = () => fail('not_found', 'The record has no file with this id.')

/** A person has the files of all their identifiers. */
function ofRecord({ object, id }: Place): RawBuilder<unknown> {
  if (object !== 'person') return sql`object = ${object} and record_id = ${id}::uuid`
  return sql`object = 'person' and record_id in (
    select o.id from identifiers i join identifiers o on o.person_id = i.person_id where i.id = ${id}::uuid)`
}

/** Of a person the identifier that was named, which is one of theirs whatever becomes of them. */
async function refOf(trx: Trx, { object, id }: Place): Promise<string> {
  if (object !== 'person') return id
  const { rows } = await sql<{ id: string }>`select id from identifiers where id = ${id}::uuid`.execute(trx)
  if (!rows[0]) throw fail('not_found', 'There is no person with this id.')
  return rows[0].id
}

type Room = { hash: string; size: number; quotaBytes: number }

/** Equal files lie there once, and are counted once. */
async function requireRoom(trx: Trx, { hash, size, quotaBytes }: Room): Promise<void> {
  await sql`select pg_advisory_xact_lock(${QUOTA_LOCK})`.execute(trx)
  const { rows } = await sql<{ used: number; known: boolean }>`
    select coalesce(sum(size), 0)::float8 as used, coalesce(bool_or(hash = ${hash}), false) as known
    from (select distinct hash, size from record_files) f`.execute(trx)
  const { used = 0, known = false } = rows[0] ?? {}
  if (!known && used + size > quotaBytes)
    throw fail('conflict', 'There is no room for this file: all files together have as much as they may.')
}
