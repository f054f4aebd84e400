import type { z } from 'zod'
import type { RecordRow, recordExport } from '../../../model/view.ts'
import { rightsFor } from '../../../model/rights.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import { encodeCursor, type Actor } from '../../platform/http/index.ts'
import { csvLine } from '../../platform/csv-line.ts'
import type { Database } from '../../platform/relational/index.ts'
import { kindOf } from '../objects/record-rights.ts'
import { sortKeys, sortsOf } from '../views/columns.ts'
import { pageOfRows, placeOf } from '../views/page-of-rows.ts'
import { conditionFor, knownTo, type Known } from '../views/question.ts'
import { traitsShown } from '../views/trait-columns.ts'
import { showRows } from '../views/show-rows.ts'
import { cellOf, columnsOf, textOfCell, type ExportColumn } from './export-cells.ts'
import { xlsxFile } from './xlsx-file.ts'

const ROWS_PER_READ = 1_000
/** By it spreadsheets know that a text file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF'

type Asked = z.output<typeof recordExport>
type File = AsyncIterable<string | Uint8Array>

/**
 * A list as a file, read and sent page by page: of the records that the caller sees and may export, the fields that they
 * see. Throws `forbidden` when there is none that they may export, `validation_failed` for fields that there are not.
 */
export async function exportRecords(
  db: Database,
  actor: Actor,
  { object, asked }: { object: string; asked: Asked },
): Promise<File> {
  if (rightsFor(actor.grants.rights, kindOf(object).object).export === 'none')
    throw fail('forbidden', 'Your role does not let you export these. Ask an administrator.')
  const known = await knownTo(db, actor, { object, keys: sortKeys(asked.sort), filter: asked.filter })
  const columns = columnsOf(known, asked.columns)
  const pages = await readPages(db, known, { asked, columns })
  await audit(db, actor, {
    action: `${kindOf(object).one}.exported`,
    subject: { type: object, id: null, name: null },
    details: { ...asked, columns: columns.map(({ key }) => key) },
  })
  return asked.format === 'csv'
    ? csvFile(columns, pages)
    : xlsxFile(
        columns.map(({ label }) => label),
        cellsOf(columns, pages),
      )
}

type Reading = { asked: Asked; columns: ExportColumn[] }

async function readPages(
  db: Database,
  known: Known,
  { asked, columns }: Reading,
): Promise<AsyncIterable<RecordRow[]>> {
  const sorts = sortsOf(known, asked.sort)
  const condition = await conditionFor(db, known, { selection: asked, action: 'export' })
  const keys = columns.map(({ key }) => key)
  const { caller, object, source } = known
  const traits = traitsShown(caller, object, { source, columns: keys })
  return (async function* () {
    for (let cursor: string | undefined; ;) {
      const found = await pageOfRows(db, known.source, {
        sorts,
        condition,
        limit: ROWS_PER_READ,
        cursor,
        traits,
      })
      const rows = found.slice(0, ROWS_PER_READ)
      const last = rows.at(-1)
      if (!last) return
      yield showRows(db, known, rows, keys)
      if (found.length <= ROWS_PER_READ) return
      cursor = encodeCursor(placeOf(last))
    }
  })()
}

async function* csvFile(columns: ExportColumn[], pages: AsyncIterable<RecordRow[]>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(columns.map(({ label }) => label))
  for await (const rows of pages)
    yield rows.map((row) => csvLine(columns.map((column) => textOfCell(cellOf(column, row))))).join('')
}

async function* cellsOf(columns: ExportColumn[], pages: AsyncIterable<RecordRow[]>) {
  for await (const rows of pages) yield rows.map((row) => columns.map((column) => cellOf(column, row)))
}
