import { randomUUID } from 'node:crypto'
import type { BulkObject, BulkRows } from '../../../../model/bulk-rows.ts'
import { importObjectNames, type ColumnTarget, type ImportFile } from '../../../../model/import.ts'
import type { JsonObject } from '../../../../model/json.ts'
import { audit } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import { findImport, type ImportRecord } from '../manage/import-row.ts'
import { insertImport } from '../manage/insert-import.ts'
import { insertRows, storable } from '../manage/insert-rows.ts'
import { requireImportRights } from '../manage/require-import-rights.ts'

const MAX_COLUMNS = 1_000
const MAX_FRACTION_DIGITS = 20

type Column = { header: string; target: NonNullable<ColumnTarget> }
type Row = JsonObject & { traits?: JsonObject | undefined }

/**
 * Begins an import of rows that came over the API; nobody looks at them first, so that it runs at once. Throws `forbidden` when the
 * caller may not change all that they can be about, `validation_failed` for more columns than an import has.
 */
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
  requireImportRights(actor, [file.mapping])
  const rows = given.map((one, row) => ({ row, cells: columns.map((column) => cellOf(one, column)) }))
  await db.transaction().execute(async (trx) => {
    await insertImport(trx, actor, { id, name, now: new Date(clock.now()), state: 'running', file })
    await insertRows(trx, id, { file: 0, rows })
    const details = { rows: rows.length, object, mode: body.mode, match: body.match }
    await audit(trx, actor, { action: 'import.started', subject: { type: 'import', id, name }, details })
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

function cellOf(row: Row, { header, target }: Column): string {
  return 'trait' in target ? traitText(row.traits ?? {}, header) : fieldText(row[header])
}

function fieldText(value: unknown): string {
  if (typeof value === 'number') return plainNumber(value)
  return typeof value === 'string' ? storable(value).trim() : ''
}

/** 0.0000001 and not 1e-7, as people write numbers and files are read. */
function plainNumber(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: MAX_FRACTION_DIGITS })
}

function traitText(traits: JsonObject, name: string): string {
  if (!Object.hasOwn(traits, name)) return ''
  return JSON.stringify(traits[name], (_key, value: unknown) =>
    typeof value === 'string' ? storable(value) : value,
  )
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
