import { sql } from 'kysely'
import {
  fileStorage,
  fileStorageInput,
  type FileStorage,
  type FileStorageChange,
} from '../../../model/file-storage.ts'
import { audit, changesOf } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { OpenStorage } from '../../platform/file-storage/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { z } from 'zod'

type Row = { id: string; name: string; kind: string; settings: unknown; created_at: Date }
type Input = z.output<typeof fileStorageInput>

const columns = sql`s.id, s.name, s.kind, s.settings, s.created_at`

/** All storages, by name. */
export async function listStorages(db: Queryable): Promise<FileStorage[]> {
  const { rows } =
    await sql<Row>`select ${columns} from file_storages s order by lower(s.name), s.id`.execute(db)
  return rows.map(toStorage)
}

/** A storage; throws `not_found`. */
export async function findStorage(db: Queryable, id: string): Promise<FileStorage> {
  const { rows } = await sql<Row>`select ${columns} from file_storages s where s.id = ${id}::uuid`.execute(db)
  if (!rows[0]) throw fail('not_found', 'There is no storage with this id.')
  return toStorage(rows[0])
}

/** A storage with what opens it; throws `not_found`. */
export async function openStorage({ db, secrets }: Platform, id: string): Promise<OpenStorage> {
  return findSealed({ db, secrets }, id)
}

/** Makes a storage. Its secret is in no answer. */
export async function createStorage(
  { db, secrets }: Platform,
  actor: Actor,
  input: Input,
): Promise<FileStorage> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      insert into file_storages (name, kind, settings, secret)
      values (${input.name}, ${input.kind}, ${JSON.stringify(input.settings)}::jsonb,
        ${secrets.seal(JSON.stringify(input.secret))})
      returning id`.execute(trx)
    const made = await findStorage(trx, rows[0]?.id ?? '')
    await audit(trx, actor, {
      action: 'storage.created',
      subject: subjectOf(made),
      details: { kind: made.kind, ...made.settings },
    })
    return made
  })
}

/**
 * Changes what is given of a storage. Throws `validation_failed` when it shall lie on another server and what opens it is not
 * given again: whoever may change the address must not learn the password by that.
 */
export async function changeStorage(
  { db, secrets }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: FileStorageChange },
): Promise<FileStorage> {
  return db.transaction().execute(async (trx) => {
    await sql`select from file_storages where id = ${id}::uuid for update`.execute(trx)
    const before = await findSealed({ db: trx, secrets }, id)
    const after = parsed({ ...before, ...change })
    if (change.secret === undefined && serverOf(after) !== serverOf(before))
      throw invalid('secret', 'must be given again, because the storage shall lie on another server')
    await sql`
      update file_storages set name = ${after.name}, settings = ${JSON.stringify(after.settings)}::jsonb,
        secret = ${secrets.seal(JSON.stringify(after.secret))}, updated_at = now()
      where id = ${id}::uuid`.execute(trx)
    const details = {
      ...changesOf({ name: before.name, ...before.settings }, { name: after.name, ...after.settings }),
      ...(change.secret !== undefined && { secret: 'changed' }),
    }
    await audit(trx, actor, { action: 'storage.changed', subject: subjectOf({ id, ...after }), details })
    return findStorage(trx, id)
  })
}

/** Removes a storage; throws `conflict` while exports use it. */
export async function removeStorage({ db }: Platform, actor: Actor, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const storage = await findStorage(trx, id)
    const { rows } = await sql<{ name: string }>`
      select s.name from segment_exports e join segments s on s.id = e.segment_id where e.storage_id = ${id}::uuid
      order by s.name limit 3`.execute(trx)
    if (rows.length > 0)
      throw fail(
        'conflict',
        `Exports of segments are put there: ${rows.map((row) => row.name).join(', ')}. Remove those first.`,
      )
    await sql`delete from file_storages where id = ${id}::uuid`.execute(trx)
    await audit(trx, actor, { action: 'storage.removed', subject: subjectOf(storage) })
  })
}

/** Keeps how a server proved itself at the first meeting, so that another one in its place is noticed. */
export async function trustHostKey(db: Queryable, id: string, hostKey: string | null): Promise<void> {
  if (hostKey === null) return
  await sql`
    update file_storages set settings = settings || jsonb_build_object('host_key', ${hostKey}::text)
    where id = ${id}::uuid and kind = 'sftp' and settings ->> 'host_key' is null`.execute(db)
}

/** What the audit log calls a storage. */
export function subjectOf({ id, name }: { id: string; name: string }) {
  return { type: 'storage', id, name }
}

async function findSealed({ db, secrets }: { db: Queryable; secrets: Platform['secrets'] }, id: string) {
  const { rows } = await sql<Row & { secret: Buffer }>`
    select ${columns}, s.secret from file_storages s where s.id = ${id}::uuid`.execute(db)
  const [row] = rows
  if (!row) throw fail('not_found', 'There is no storage with this id.')
  const { name, kind, settings } = row
  return fileStorageInput.parse({ name, kind, settings, secret: JSON.parse(secrets.open(row.secret)) })
}

function parsed(input: unknown): Input {
  const result = fileStorageInput.safeParse(input)
  if (result.success) return result.data
  const details = result.error.issues.map(({ path, message }) => ({
    field: path.join('.'),
    problem: message,
  }))
  throw fail(
    'validation_failed',
    details.map(({ field, problem }) => `${field} ${problem}.`).join(' '),
    details,
  )
}

function invalid(field: string, problem: string) {
  return fail('validation_failed', `${field} ${problem}.`, [{ field, problem }])
}

function serverOf(storage: OpenStorage): string {
  return storage.kind === 's3'
    ? (storage.settings.endpoint ?? '')
    : `${storage.settings.host}:${storage.settings.port}`
}

function toStorage({ created_at, ...row }: Row): FileStorage {
  return fileStorage.parse({ ...row, created_at: created_at.toISOString() })
}
