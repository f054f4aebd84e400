import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { ImportFile } from '../../../../model/import.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import type { Upload } from './import-row.ts'

export type NewImport = {
  id: string
  name: string
  now: Date
} & ({ state: 'reading'; uploads: Upload[] } | { state: 'running'; file: ImportFile })

/** Stores an import that begins: with files to be read, or with rows that are there already. */
export async function insertImport(trx: Trx, actor: Actor, given: NewImport): Promise<void> {
  const { id, name, now, state } = given
  const who = JSON.stringify({ type: actor.type, id: actor.id, name: actor.name })
  const uploads = JSON.stringify(state === 'reading' ? given.uploads : [])
  const files = state === 'running' ? [given.file] : []
  const total = files.reduce((sum, { rows }) => sum + rows, 0)
  await sql`
    insert into imports (id, name, state, uploads, files, total, actor, phase_started_at, created_at)
    values (${id}, ${name}, ${state}, ${uploads}::jsonb, ${JSON.stringify(files)}::jsonb, ${total}, ${who}::jsonb, ${now}, ${now})`.execute(
    trx,
  )
  // What an import says has a source like everything else: provenance and explanations name it.
  await sql`
    insert into sources (id, name, kind, write_key, enabled)
    values (${id}, ${`Import ${name}`}, 'import', ${randomBytes(24).toString('base64url')}, false)`.execute(
    trx,
  )
}
