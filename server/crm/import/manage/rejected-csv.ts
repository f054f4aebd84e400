import { csvLine } from '../../../platform/csv-line.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import type { ImportRecord } from './import-row.ts'
import { listRows } from './list-rows.ts'

const ROWS_PER_READ = 1_000

/** The rows that were rejected, as in their files, with the reason in a column of its own. */
export async function* rejectedCsv(db: Queryable, { id, files }: ImportRecord): AsyncGenerator<string> {
  let lastFile = -1
  for (let cursor: string | undefined; ;) {
    const page = await listRows(db, id, { outcome: 'rejected', limit: ROWS_PER_READ, cursor })
    for (const { file, row, cells, problems } of page.data) {
      const headers = files[file]?.columns.map(({ header }) => header) ?? []
      if (file !== lastFile) yield csvLine([...headers, 'Reason', 'Row'])
      lastFile = file
      const padded = headers.map((_, column) => cells[column] ?? '')
      yield csvLine([
        ...padded,
        problems.map(({ message, value }) => reason(message, value)).join(' '),
        String(row + 1),
      ])
    }
    if (page.next === null) return
    cursor = page.next
  }
}

function reason(message: string, value: string | null): string {
  return value ? `${message} (${value})` : message
}
