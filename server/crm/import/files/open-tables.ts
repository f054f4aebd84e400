import { fail } from '../../../platform/errors.ts'
import { mostFrequent, readCsv } from './csv.ts'
import { readHead } from './decode-text.ts'
import { readVcards } from './vcard.ts'
import { openXlsx } from './xlsx.ts'

const LOOKED_AT_ROWS = 30
/** A heading has at least this share of the cells that rows usually have; lines before it are a preamble. */
const HEADING_SHARE = 0.6

export type FileKind = 'csv' | 'xlsx' | 'vcard'
export type Table = {
  kind: FileKind
  sheet: string | null
  headers: string[]
  rows: AsyncGenerator<string[]>
}

/**
 * The tables in a file, by what is in it and not by its name: one for separated values and contact cards, one a sheet for a
 * workbook. Throws `validation_failed` for what is none of these.
 */
export async function openTables(path: string): Promise<Table[]> {
  const kind = kindOf(await readHead(path))
  if (kind === 'vcard') return [await openTable({ kind, sheet: null }, readVcards(path))]
  if (kind === 'csv') return [await openTable({ kind, sheet: null }, readCsv(path))]
  const sheets = await openXlsx(path)
  const tables = []
  for (const { name, rows } of sheets) tables.push(await openTable({ kind, sheet: name }, asynchronous(rows)))
  return tables.filter(({ headers }) => headers.length > 0)
}

const OLE = [0xd0, 0xcf, 0x11, 0xe0]

function kindOf(head: Buffer): FileKind {
  if (head.length === 0) throw fail('validation_failed', 'The file is empty.')
  if (OLE.every((byte, place) => head[place] === byte))
    throw fail(
      'validation_failed',
      'This is an old Excel file (.xls). Save it as .xlsx or .csv and try again.',
    )
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return 'xlsx'
  const text = head.toString('latin1').replaceAll('\0', '')
  if (/^[^A-Za-z]{0,3}BEGIN:VCARD/i.test(text)) return 'vcard'
  if (/^(%PDF|\x89PNG|\xff\xd8\xff|GIF8|\x7fELF)/.test(text) || hasControls(head))
    throw fail('validation_failed', 'This is no table. Choose a CSV, TSV, Excel (.xlsx) or vCard file.')
  return 'csv'
}

/** Texts have hardly any control characters; zero bytes are those of UTF-16. */
function hasControls(head: Buffer): boolean {
  const controls = head.filter((byte) => byte > 0 && byte < 9).length
  return controls > head.length / 100
}

async function* asynchronous(rows: Generator<string[]>): AsyncGenerator<string[]> {
  for (const row of rows) yield row
}

async function openTable(
  about: Pick<Table, 'kind' | 'sheet'>,
  source: AsyncGenerator<string[]>,
): Promise<Table> {
  const first: string[][] = []
  for (let next = await source.next(); !next.done; next = await source.next()) {
    first.push(next.value)
    if (first.length >= LOOKED_AT_ROWS) break
  }
  const at = headingPlace(first)
  const headers = (first[at] ?? []).map((header) => header.replace(/^\uFEFF/, '').trim())
  while (headers.at(-1) === '') headers.pop()
  return { ...about, headers, rows: dataRows(first.slice(at + 1), source, headers.length) }
}

function headingPlace(rows: string[][]): number {
  const counts = rows.map(filled)
  // Notes and footers are lines of one cell; in a short file there may be more of them than rows.
  const several = counts.filter((count) => count > 1)
  const usual = several.length > 1 ? mostFrequent(several) : Math.max(0, ...counts)
  return Math.max(
    0,
    rows.findIndex((row) => filled(row) >= Math.max(1, usual * HEADING_SHARE)),
  )
}

function filled(row: string[]): number {
  return row.filter((cell) => cell.trim() !== '').length
}

/** Rows with something in them. Lines of one cell after an empty line at the end are a report's footer. */
async function* dataRows(
  first: string[][],
  rest: AsyncGenerator<string[]>,
  columns: number,
): AsyncGenerator<string[]> {
  let isAfterGap = false
  async function* all() {
    yield* first
    yield* rest
  }
  for await (const row of all()) {
    const count = filled(row)
    if (count === 0) isAfterGap = true
    else if (!(isAfterGap && columns > 2 && count === 1 && row.length === 1)) {
      isAfterGap = false
      yield row.length > columns ? row.slice(0, columns) : row
    }
  }
}
