import type { ExportFormat } from '../../../model/segment-export.ts'
import { csvLine } from '../../platform/csv-line.ts'
import { encodeParquet } from './parquet.ts'
import { flatNames, type Column, type Table } from './table.ts'

/** A table as the bytes of a file, page by page: memory does not grow with it. */
export const encoders: Record<ExportFormat, (table: Table) => AsyncGenerator<Uint8Array>> = {
  csv: encodeCsv,
  ndjson: encodeNdjson,
  parquet: encodeParquet,
}

export const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
} as const satisfies Record<ExportFormat, string>

async function* encodeCsv({ columns, pages }: Table): AsyncGenerator<Uint8Array> {
  yield Buffer.from(csvLine(flatNames(columns)))
  for await (const rows of pages) yield Buffer.from(rows.map((row) => csvLine(row.map(textOf))).join(''))
}

async function* encodeNdjson({ columns, pages }: Table): AsyncGenerator<Uint8Array> {
  for await (const rows of pages)
    yield Buffer.from(rows.map((row) => `${JSON.stringify(objectOf(columns, row))}\n`).join(''))
}

/** Nothing is an empty cell, and what is no text its JSON. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function objectOf(columns: Column[], row: unknown[]) {
  const entries = (isTrait: boolean) =>
    columns.flatMap((column, place) =>
      column.isTrait === isTrait ? [[column.name, row[place] ?? null]] : [],
    )
  return { ...Object.fromEntries(entries(false)), traits: Object.fromEntries(entries(true)) }
}
