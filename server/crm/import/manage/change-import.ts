import { randomUUID } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { ImportMapping, ImportState, rowFix } from '../../../../model/import.ts'
import { audit } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { fixRows } from './fix-rows.ts'
import { findImport, lockImport, type ImportRecord } from './import-row.ts'
import { insertImport } from './insert-import.ts'
import { requireImportRights } from './require-import-rights.ts'
import { storeUpload } from './store-upload.ts'

const MAX_FILES = 10

type Place = { platform: Platform; folder: string }
type Upload = { name: string; body: Readable }

/** Begins an import with its first file; reading it goes on in the background. */
export async function createImport(
  { platform, folder }: Place,
  actor: Actor,
  { name, body }: Upload,
): Promise<ImportRecord> {
  const { db } = platform
  const id = randomUUID()
  const bytes = await storeUpload(body, join(folder, id, '0'))
  await db.transaction().execute(async (trx) => {
    const now = new Date(platform.clock.now())
    await insertImport(trx, actor, { id, name, now, state: 'reading', uploads: [{ name, bytes }] })
    await auditImport(trx, actor, { id, name, action: 'import.created' })
  })
  return findImport(db, id)
}

/** Adds a linked file, such as the companies of the contacts. */
export async function addFile(
  { platform, folder }: Place,
  actor: Actor,
  { id, name, body }: Upload & { id: string },
): Promise<ImportRecord> {
  const known = await findImport(platform.db, id)
  if (known.uploads.length >= MAX_FILES)
    throw fail('validation_failed', `An import takes ${MAX_FILES} files at most.`)
  const draft = join(folder, id, randomUUID())
  const bytes = await storeUpload(body, draft)
  await platform.db.transaction().execute(async (trx) => {
    const record = await lockImport(trx, id, ['reading', 'mapping', 'checked', 'failed'])
    await rename(draft, join(folder, id, String(record.uploads.length)))
    const uploads = JSON.stringify([...record.uploads, { name, bytes }])
    await sql`update imports set uploads = ${uploads}::jsonb, summary = null where id = ${id}`.execute(trx)
    await beginPhase(trx, platform, { id, state: 'reading', total: 0 })
    await auditImport(trx, actor, { id, name: record.name, action: 'import.file_added' })
  })
  return findImport(platform.db, id)
}

/** Says how the files are read. Throws `validation_failed` when the columns do not fit the files. */
export async function changeMapping(
  { db }: Platform,
  actor: Actor,
  { id, mapping }: { id: string; mapping: ImportMapping },
): Promise<ImportRecord> {
  await db.transaction().execute(async (trx) => {
    const { files, name } = await lockImport(trx, id, ['mapping', 'checked'])
    if (mapping.files.length !== files.length)
      throw fail(
        'validation_failed',
        `files: The import has ${files.length} files; give the mapping of each.`,
      )
    const mapped = files.map((file, place) => {
      const chosen = mapping.files[place] ?? file.mapping
      if (chosen.columns.length !== file.columns.length)
        throw fail(
          'validation_failed',
          `columns: "${file.name}" has ${file.columns.length} columns; map each.`,
        )
      if (chosen.pipeline && 'create' in chosen.pipeline && !actor.permissions.has('pipelines:write'))
        throw fail('forbidden', 'Your role may not make pipelines. Choose one that is there.')
      return { ...file, mapping: chosen }
    })
    await sql`
      update imports set files = ${JSON.stringify(mapped)}::jsonb, state = 'mapping', summary = null
      where id = ${id}`.execute(trx)
    await auditImport(trx, actor, { id, name, action: 'import.mapped' })
  })
  return findImport(db, id)
}

/** Corrects rows and has everything checked again. */
export async function correctRows(
  platform: Platform,
  actor: Actor,
  { id, fixes }: { id: string; fixes: z.output<typeof rowFix>[] },
): Promise<{ rows: number }> {
  return platform.db.transaction().execute(async (trx) => {
    const record = await lockImport(trx, id, ['checked', 'mapping'])
    const rows = await fixRows(trx, id, fixes)
    await beginPhase(trx, platform, { id, state: 'checking', total: totalOf(record) })
    await auditImport(trx, actor, { id, name: record.name, action: 'import.corrected', details: { rows } })
    return { rows }
  })
}

const starts = {
  check: { from: ['mapping', 'checked'], state: 'checking', action: 'import.checked' },
  run: { from: ['checked'], state: 'running', action: 'import.started' },
  undo: { from: ['done', 'cancelled', 'failed', 'undone'], state: 'undoing', action: 'import.undo_started' },
} as const satisfies Record<string, { from: readonly ImportState[]; state: ImportState; action: string }>

/**
 * Sets the background to work: to check, to run, or to undo. Throws `conflict` when it is not time for that, `forbidden` when the caller
 * may not change all that it can be about.
 */
export async function startWork(
  platform: Platform,
  actor: Actor,
  { id, work }: { id: string; work: keyof typeof starts },
): Promise<ImportRecord> {
  const { from, state, action } = starts[work]
  await platform.db.transaction().execute(async (trx) => {
    const record = await lockImport(trx, id, from)
    if (work !== 'check')
      requireImportRights(
        actor,
        record.files.map(({ mapping }) => mapping),
      )
    const total = work === 'undo' ? await countChanges(trx, id) : totalOf(record)
    await beginPhase(trx, platform, { id, state, total })
    // What was kept by an earlier undo is tried again.
    if (work === 'undo')
      await sql`update import_changes set kept = null where import_id = ${id} and kept is not null`.execute(
        trx,
      )
    await auditImport(trx, actor, { id, name: record.name, action })
  })
  return findImport(platform.db, id)
}

/** Stops reading, checking or running; what a run has written by then stays and can be undone. */
export async function cancelImport({ db }: Platform, actor: Actor, id: string): Promise<ImportRecord> {
  await db.transaction().execute(async (trx) => {
    const { name } = await lockImport(trx, id, ['reading', 'checking', 'running'])
    await sql`update imports set cancelled = true where id = ${id}`.execute(trx)
    await auditImport(trx, actor, { id, name, action: 'import.cancelled' })
  })
  return findImport(db, id)
}

/** Removes an import from the list, with its files and rows; what it brought in stays and can no longer be undone. */
export async function removeImport({ platform, folder }: Place, actor: Actor, id: string): Promise<void> {
  await platform.db.transaction().execute(async (trx) => {
    const { name } = await lockImport(trx, id, [
      'mapping',
      'checked',
      'done',
      'undone',
      'failed',
      'cancelled',
    ])
    await sql`delete from imports where id = ${id}`.execute(trx)
    await auditImport(trx, actor, { id, name, action: 'import.removed' })
  })
  await rm(join(folder, id), { recursive: true, force: true })
}

function totalOf({ files }: ImportRecord): number {
  return files.reduce((sum, { rows }) => sum + rows, 0)
}

async function countChanges(trx: Trx, id: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from import_changes where import_id = ${id} and object <> 'pipelines'`.execute(
    trx,
  )
  return rows[0]?.n ?? 0
}

type Phase = { id: string; state: ImportState; total: number }

async function beginPhase(trx: Trx, { clock }: Platform, { id, state, total }: Phase): Promise<void> {
  await sql`
    update imports set state = ${state}, done = 0, total = ${total}, place_step = 0, place_row = -1, error = null,
      cancelled = false, worker = null, lease_until = null, phase_started_at = ${new Date(clock.now())}, finished_at = null
    where id = ${id}`.execute(trx)
}

type Audited = { id: string; name: string; action: string; details?: object }

function auditImport(trx: Trx, actor: Actor, { id, name, action, details = {} }: Audited): Promise<void> {
  return audit(trx, actor, { action, subject: { type: 'import', id, name }, details })
}
