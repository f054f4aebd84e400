import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { BulkObject, BulkRows } from '../../../../model/bulk-rows.ts'
import { importObjectNames, type ColumnTarget, type ImportFile } from '../../../../model/import.ts'
import type { JsonObject } from '../../../../model/json.ts'
import { audit } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { findImport, type ImportRecord } from '../manage/import-row.ts'

const MAX_COLUMNS = 1_000

type Column = { header: string; target: NonNullable<ColumnTarget> }
type Row = JsonObject & { traits?: JsonObject | undefined }

/** Begins an import of rows that came over the API; nobody looks at them first, so that it runs at once. */
export async function createBulk(
  platform: Platform,
  actor: Actor,
  { object, body }: { object: BulkObject; body: BulkRows },
): Promise<ImportRecord> {
  const { db, clock } = platform
  const id = randomUUID()
  const given: Row[] = body.rows
  const columns = columnsOf(given)
  if (columns.length > MAX_COLUMNS)
    throw fail(
      'validation_failed',
      `rows: The rows have ${columns.length} fields and traits together; ${MAX_COLUMNS} are the most.`,
    )
  const name = `${given.length.toLocaleString('en')} ${importObjectNames[object].toLowerCase()} over the API`
  const file = fileOf(columns, { object, body, name })
  await db.transaction().execute(async (trx) => {
    const who = JSON.stringify({ type: actor.type, id: actor.id, name: actor.name })
    const now = new Date(clock.now())
    await sql`
      insert into imports (id, name, state, files, actor, total, phase_started_at, created_at)
      values (${id}, ${name}, 'running', ${JSON.stringify([file])}::jsonb, ${who}::jsonb, ${given.length}, ${now}, ${now})`.execute(
      trx,
    )
    await sql`
      insert into sources (id, name, kind, write_key, enabled)
      values (${id}, ${`Import ${name}`}, 'import', ${randomBytes(24).toString('base64url')}, false)`.execute(
      trx,
    )
    await storeRows(
      trx,
      id,
      given.map((row) => columns.map((column) => cellOf(row, column))),
    )
    await audit(trx, actor, { action: 'import.started', subject: { type: 'import', id, name }, details: {} })
  })
  return findImport(db, id)
}

function columnsOf(rows: Row[]): Column[] {
  const fields = new Set<string>()
  const traits = new Set<string>()
  for (const row of rows) {
    for (const [key, value] of Object.entries(row))
      if (key !== 'traits' && value !== null && value !== undefined) fields.add(key)
    for (const name of Object.keys(row.traits ?? {})) traits.add(name)
  }
  return [
    ...[...fields].map((field): Column => ({ header: field, target: { field } })),
    ...[...traits].map((trait): Column => ({ header: trait, target: { trait, json: true } })),
  ]
}

/** What PostgreSQL stores neither, NUL and half a surrogate pair, is left out as it is from files. */
function cellOf(row: Row, { header, target }: Column): string {
  return 'trait' in target ? traitText(row.traits?.[header]) : fieldText(row[header])
}

function fieldText(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? clean(value).trim() : ''
}

function traitText(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, storable)
}

function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? clean(value) : value
}

function clean(text: string): string {
  return text.toWellFormed().replaceAll('\0', '')
}

type About = { object: BulkObject; body: BulkRows; name: string }

function fileOf(columns: Column[], { object, body, name }: About): ImportFile {
  return {
    name,
    bytes: 0,
    kind: 'json',
    sheet: null,
    rows: body.rows.length,
    format: null,
    remembered: false,
    columns: columns.map(({ header }) => ({ header, samples: [], confidence: 1 })),
    mapping: {
      object,
      mode: body.mode,
      match: body.match,
      columns: columns.map(({ target }) => target),
      date_order: 'ymd',
      decimal: '.',
      pipeline: 'pipeline_id' in body && body.pipeline_id ? { id: body.pipeline_id } : null,
      currency: 'currency' in body ? body.currency : null,
      create_companies: 'create_companies' in body && body.create_companies,
    },
  }
}

async function storeRows(trx: Trx, importId: string, rows: string[][]): Promise<void> {
  const input = JSON.stringify(rows.map((cells, row) => ({ row, cells })))
  await sql`
    insert into import_rows (import_id, file, row, cells)
    select ${importId}, 0, row, cells from jsonb_to_recordset(${input}::jsonb) as r (row int, cells jsonb)`.execute(
    trx,
  )
}
