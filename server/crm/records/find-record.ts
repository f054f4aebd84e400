import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { CrmRecord } from '../../../model/record.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { listFields } from '../fields/find-fields.ts'
import { showRow } from '../fields/find-values.ts'
import { findReferred } from '../fields/references.ts'

type Row = Omit<CrmRecord, 'labels' | 'created_at' | 'updated_at'> & {
  fields: JsonObject
  created_at: Date
  updated_at: Date
}

/** The record of an object with this id. Throws `not_found`, also for one that was deleted. */
export async function findRecord(db: Queryable, object: string, id: string): Promise<CrmRecord> {
  const { rows } = await sql<Row>`
    select r.id, r.object, r.name, r.fields, r.version, r.created_at, r.updated_at,
      case when coalesce(u.name, r.owner_name) is not null
        then jsonb_build_object('id', r.owner_id, 'name', coalesce(u.name, r.owner_name)) end as owner
    from records r left join users u on u.id = r.owner_id
    where r.id = ${id}::uuid and r.object = ${object} and r.deleted_at is null`.execute(db)
  const row = rows[0]
  if (!row) throw fail('not_found', 'There is no record with this id.')
  const fields = await listFields(db, object)
  const { values, labels } = showRow(fields, await findReferred(db, fields, [row.fields]), row.fields)
  const times = { created_at: row.created_at.toISOString(), updated_at: row.updated_at.toISOString() }
  return { ...row, ...times, fields: values, labels }
}
