import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Page } from '../../../model/page.ts'
import type { RelatedRecord } from '../../../model/record.ts'
import { hiddenFields } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { listObjects } from '../objects/find-objects.ts'
import { kindOf, mayWith } from '../objects/record-rights.ts'

type Query = { id: string; limit: number; cursor?: string | undefined }
const position = z.tuple([z.uuid()])

/**
 * The records of your own objects that name this record: a person by any identifier, a company, a deal, another record.
 * Throws `not_found` for a record that the caller does not see.
 */
export async function listRelated(
  db: Queryable,
  caller: Actor,
  { id, limit, cursor }: Query,
): Promise<Page<RelatedRecord>> {
  const [after] = cursor ? decodeCursor(cursor, position) : [null]
  const objects = await listObjects(db)
  await requireSeen(db, caller, { id, objects: objects.map(({ key }) => key) })
  const own = objects.filter(({ standard, archived_at }) => !standard && archived_at === null)
  if (own.length === 0) return { data: [], next: null }
  const isShown = sql.join(
    own.map(({ key }) => shownOf(caller, key)),
    sql` or `,
  )
  const { rows } = await sql<RelatedRecord>`
    select r.object, o.name as object_name, f.label as field, r.id, r.name
    from record_relations x
    join crm_fields f on f.id = x.field_id and f.archived_at is null
    join records r on r.id = x.record_id and r.deleted_at is null
    join crm_objects o on o.key = r.object
    where x.target_id = any(array(
        select a.id from identifiers i join identifiers a on a.person_id = i.person_id where i.id = ${id}::uuid
      ) || ${id}::uuid) and (${isShown}) and ${after === null ? sql`true` : sql`r.id > ${after}`}
    order by r.id limit ${limit + 1}`.execute(db)
  return pageFrom(rows, limit, (row) => [row.id])
}

/** Records of an object that the caller sees, by fields that they see. */
function shownOf(caller: Actor, object: string): RawBuilder<unknown> {
  const hidden = hiddenFields(caller, object)
  const isSeen = mayWith(caller, object, { action: 'view', row: sql`r` })
  return sql`(r.object = ${object} and 'fields.' || f.key <> all(${hidden}::text[]) and ${isSeen})`
}

async function requireSeen(
  db: Queryable,
  caller: Actor,
  { id, objects }: { id: string; objects: string[] },
): Promise<void> {
  const seen = objects.map((object) => {
    const isSeen = mayWith(caller, object, { action: 'view', row: sql`r` })
    return sql`exists (select from ${kindOf(object).from(id)} and ${isSeen})`
  })
  const { rows } = await sql<{ is_seen: boolean }>`select ${sql.join(seen, sql` or `)} as is_seen`.execute(db)
  if (!rows[0]?.is_seen) throw fail('not_found', 'There is no record with this id.')
}
