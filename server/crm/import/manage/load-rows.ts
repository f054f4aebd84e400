import { sql } from 'kysely'
import { importObjects, type ImportFile } from '../../../../model/import.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import type { SourceRow } from '../plan/context.ts'

/** The places of files in the order in which they are imported: companies first, deals last. */
export function importOrder(files: ImportFile[]): number[] {
  return files
    .map((_, place) => place)
    .toSorted(
      (a, b) =>
        importObjects.indexOf(files[a]!.mapping.object) - importObjects.indexOf(files[b]!.mapping.object) ||
        a - b,
    )
}

/** The next rows of a file, after this one. */
export async function loadRows(
  db: Queryable,
  importId: string,
  { file, after, limit }: { file: number; after: number; limit: number },
): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    select file, row, cells, decision from import_rows
    where import_id = ${importId} and file = ${file} and row > ${after}
    order by row limit ${limit}`.execute(db)
  return rows
}
