import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { importMapping, type FileMapping, type ImportFile } from '../../../../model/import.ts'
import { fail } from '../../../platform/errors.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { openTables, type Table } from '../files/open-tables.ts'
import type { TableLook } from '../formats/format-definition.ts'
import { recogniseFormat } from '../formats/formats.ts'
import { guessMapping } from '../recognise/guess-mapping.ts'
import { advance } from './claim-import.ts'
import type { ImportRecord } from './import-row.ts'
import { insertRows, storable } from './insert-rows.ts'
import type { Job } from './job.ts'

const ROWS_PER_STATEMENT = 2_000
const MAX_ROWS = 1_000_000
const SAMPLED_VALUES = 200
const MAX_CELL_CHARACTERS = 30_000

/** Reads the uploaded files into rows and guesses what their columns are. After a crash it begins anew. */
export async function readFiles(job: Job, record: ImportRecord): Promise<void> {
  const { db } = job.platform
  await sql`delete from import_rows where import_id = ${record.id}`.execute(db)
  await sql`update imports set done = 0 where id = ${record.id}`.execute(db)
  const files: ImportFile[] = []
  for (const [place, upload] of record.uploads.entries()) {
    const tables = await openTables(join(job.folder, record.id, String(place)))
    for (const table of tables) {
      const { look, rows } = await storeRows(job, record, { table, file: files.length, name: upload.name })
      if (rows > 0) files.push(await describe(db, { table, look, rows, bytes: upload.bytes }))
    }
  }
  if (files.length === 0) throw fail('validation_failed', 'The file has a heading at most, and no rows.')
  const total = files.reduce((sum, { rows }) => sum + rows, 0)
  await sql`
    update imports set state = 'mapping', files = ${JSON.stringify(files)}::jsonb, total = ${total}, done = 0, error = null
    where id = ${record.id} and state = 'reading' and worker = ${job.worker}`.execute(db)
}

type Reading = { table: Table; file: number; name: string }

async function storeRows(job: Job, record: ImportRecord, { table, file, name }: Reading) {
  const samples: string[][] = table.headers.map(() => [])
  let rows = 0
  let waiting: { row: number; cells: string[] }[] = []
  const flush = async () => {
    const read = waiting
    waiting = []
    await job.platform.db.transaction().execute(async (trx) => {
      await insertRows(trx, record.id, { file, rows: read })
      const by = read.length
      await advance(trx, record.id, { state: 'reading', worker: job.worker, step: 0, row: -1, by })
    })
  }
  for await (const cells of table.rows) {
    if (rows >= MAX_ROWS)
      throw fail('too_large', `The file has more than ${MAX_ROWS.toLocaleString('en')} rows. Split it.`)
    const clean = cells.map((cell) => storable(cell.slice(0, MAX_CELL_CHARACTERS)).trim())
    clean.forEach((cell, column) => {
      const seen = samples[column]
      if (cell !== '' && seen && seen.length < SAMPLED_VALUES) seen.push(cell)
    })
    waiting.push({ row: rows++, cells: clean })
    if (waiting.length >= ROWS_PER_STATEMENT) await flush()
  }
  if (waiting.length > 0) await flush()
  return { rows, look: { fileName: name, headers: table.headers, samples } satisfies TableLook }
}

type Description = { table: Table; look: TableLook; rows: number; bytes: number }

async function describe(db: Queryable, { table, look, rows, bytes }: Description): Promise<ImportFile> {
  const format = recogniseFormat(look)
  const { columns, mapping } = guessMapping(look, format)
  const remembered = await rememberedMapping(db, look.headers)
  return {
    name: look.fileName,
    bytes,
    kind: table.kind,
    sheet: table.sheet,
    rows,
    format: format?.name ?? null,
    remembered: remembered !== null,
    columns,
    mapping: remembered ?? mapping,
  }
}

/** The mapping that was used last for a file with just these columns; null when there was none. */
async function rememberedMapping(db: Queryable, headers: string[]): Promise<FileMapping | null> {
  const { rows } = await sql<{ mapping: unknown }>`
    select mapping from import_mappings where headers_hash = ${headersHash(headers)}`.execute(db)
  const parsed = importMapping.safeParse({ files: rows.map(({ mapping }) => mapping) })
  const mapping = parsed.data?.files[0]
  if (!mapping) return null
  const exists =
    mapping.pipeline && 'id' in mapping.pipeline
      ? (await sql`select from pipelines where id = ${mapping.pipeline.id}`.execute(db)).rows.length > 0
      : true
  return exists ? mapping : { ...mapping, pipeline: null }
}

/** Keeps how files were read, for the next ones that have the same columns. */
export async function rememberMappings(db: Queryable, files: ImportFile[]): Promise<void> {
  for (const { columns, mapping } of files) {
    const hash = headersHash(columns.map(({ header }) => header))
    await sql`
      insert into import_mappings (headers_hash, mapping) values (${hash}, ${JSON.stringify(mapping)}::jsonb)
      on conflict (headers_hash) do update set mapping = excluded.mapping, used_at = now()`.execute(db)
  }
}

function headersHash(headers: string[]): string {
  return createHash('sha256').update(JSON.stringify(headers)).digest('hex')
}
