import { sql } from 'kysely'
import type { Trx } from '../../../platform/relational/index.ts'

/** Stores rows of a file of an import, as they came. */
export async function insertRows(
  trx: Trx,
  importId: string,
  { file, rows }: { file: number; rows: { row: number; cells: string[] }[] },
): Promise<void> {
  await sql`
    insert into import_rows (import_id, file, row, cells)
    select ${importId}, ${file}, row, cells from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (row int, cells jsonb)`.execute(
    trx,
  )
}

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '')
}
