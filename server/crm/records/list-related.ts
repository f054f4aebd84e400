import { sql } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../../model/page.ts'
import type { RelatedRecord } from '../../../model/record.ts'
import { decodeCursor, pageFrom } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type Query = { id: string; limit: number; cursor?: string | undefined }
const position = z.tuple([z.uuid()])

/** The records of your own objects that name this record: a person by any identifier, a company, a deal, another record. */
export async function listRelated(db: Queryable, { id, limit, cursor }: Query): Promise<Page<RelatedRecord>> {
  const [after] = cursor ? decodeCursor(cursor, position) : [null]
  const { rows } = await sql<RelatedRecord>`
    select r.object, o.name as object_name, f.label as field, r.id, r.name
    from record_relations x
    join crm_fields f on f.id = x.field_id and f.archived_at is null
    join records r on r.id = x.record_id and r.deleted_at is null
    join crm_objects o on o.key = r.object and o.archived_at is null
    where x.target_id = any(array(
        select a.id from identifiers i join identifiers a on a.person_id = i.person_id where i.id = ${id}::uuid
      ) || ${id}::uuid) and ${after === null ? sql`true` : sql`r.id > ${after}`}
    order by r.id limit ${limit + 1}`.execute(db)
  return pageFrom(rows, limit, (row) => [row.id])
}
