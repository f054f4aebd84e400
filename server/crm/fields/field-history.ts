import { sql } from 'kysely'
import { z } from 'zod'
import type { FieldValueChange } from '../../../model/field.ts'
import type { Page } from '../../../model/page.ts'
import { ruleOf } from '../../../model/view.ts'
import { requireReadable } from '../../access/index.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { kindOf, requireRecordOf } from '../objects/record-rights.ts'

type Query = { object: string; id: string; key: string; limit: number; cursor?: string | undefined }
const position = z.tuple([z.number().int()])

/**
 * What a field of a record was, newest first: who changed it when, from what to what. Read from the audit log. Throws
 * `not_found`, and `forbidden` for a field that is hidden from the caller.
 */
export async function fieldHistory(
  db: Queryable,
  caller: Actor,
  { object, id, key, limit, cursor }: Query,
): Promise<Page<FieldValueChange>> {
  await requireRecordOf(db, caller, { object, id, action: 'view' })
  requireReadable(caller, kindOf(object).object, [ruleOf(object, key)])
  const [before] = cursor ? decodeCursor(cursor, position) : [null]
  // A person's values are written under whichever identifier was the strongest then.
  const subjects =
    object === 'person'
      ? sql`array(select o.id::text from identifiers i join identifiers o on o.person_id = i.person_id
          where i.id = ${id}::uuid)`
      : sql`array[${id}::text]`
  const { rows } = await sql<Omit<FieldValueChange, 'at'> & { at: Date }>`
    select id, at, actor_name, details #> array['values', ${key}, 'before'] as before,
      details #> array['values', ${key}, 'after'] as after
    from audit_log
    where subject_type = ${object} and subject_id = any(${subjects}) and details -> 'values' ? ${key}
      and ${before === null ? sql`true` : sql`id < ${before}`}
    order by id desc limit ${limit + 1}`.execute(db)
  const changes = rows.map((row) => ({ ...row, at: row.at.toISOString() }))
  return pageFrom(changes, limit, ({ id }) => [id])
}
