import { sql } from 'kysely'
import { z } from 'zod'
import type { ImportOutcome, ImportRow, KeptChange } from '../../../../model/import.ts'
import type { Page } from '../../../../model/page.ts'
import { decodeCursor, pageFrom } from '../../../platform/http/index.ts'
import type { Queryable } from '../../../platform/relational/index.ts'

const position = z.tuple([z.number().int(), z.number().int()])
const changeId = z.tuple([z.number().int()])

type Asked = { limit: number; cursor?: string | undefined }

/** The rows of an import with what became or would become of them, in the order of the files. */
export async function listRows(
  db: Queryable,
  importId: string,
  { outcome, limit, cursor }: Asked & { outcome?: ImportOutcome | undefined },
): Promise<Page<ImportRow>> {
  const [file, row] = cursor ? decodeCursor(cursor, position) : [-1, -1]
  const { rows } = await sql<ImportRow>`
    select o.file, o.row, r.cells, r.decision, o.outcome, o.label, o.problems, o.record_id
    from import_outcomes o join import_rows r using (import_id, file, row)
    where o.import_id = ${importId}::uuid and (o.file, o.row) > (${file}, ${row})
      and ${outcome ? sql`o.outcome = ${outcome}` : sql`true`}
    order by o.file, o.row limit ${limit + 1}`.execute(db)
  return pageFrom(rows, limit, (one) => [one.file, one.row])
}

/** What an undo left as it was, because somebody had changed or used it since. */
export async function listKept(
  db: Queryable,
  importId: string,
  { limit, cursor }: Asked,
): Promise<Page<KeptChange>> {
  const [before] = cursor ? decodeCursor(cursor, changeId) : [null]
  const { rows } = await sql<KeptChange & { id: number }>`
    select id, object, record_id, label, kept as reasons from import_changes
    where import_id = ${importId}::uuid and kept is not null
      and ${before === null ? sql`true` : sql`id < ${before}`}
    order by id desc limit ${limit + 1}`.execute(db)
  return pageFrom(rows, limit, ({ id }) => [id])
}
