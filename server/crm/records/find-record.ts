import { sql, type RawBuilder } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { CrmRecord } from '../../../model/record.ts'
import { withoutHidden } from '../../access/index.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { showValues } from '../fields/find-values.ts'
import { mayWith } from '../objects/record-rights.ts'

/** A record of an object of your own. */
export type Place = { object: string; id: string }

type Row = Omit<CrmRecord, 'labels' | 'created_at' | 'updated_at'> & {
  fields: JsonObject
  created_at: Date
  updated_at: Date
}

/** The record of an object with this id. Throws `not_found`, also for one that was deleted or is not visible. */
export async function findRecord(db: Queryable, caller: Actor, { object, id }: Place): Promise<CrmRecord> {
  const isSeen = mayWith(caller, object, { action: 'view', row: sql`r` })
  const record = await selectRecord(db, caller, { object, id, condition: isSeen })
  if (!record) throw fail('not_found', 'There is no record with this id.')
  return record
}

/** A record that was just written, for whoever wrote it: also when they gave it away with that. */
export async function readWritten(db: Queryable, caller: Actor, place: Place): Promise<CrmRecord> {
  const record = await selectRecord(db, caller, { ...place, condition: sql`true` })
  invariant(record, 'A record that was just written can be read.')
  return record
}

async function selectRecord(
  db: Queryable,
  caller: Actor,
  { object, id, condition }: Place & { condition: RawBuilder<unknown> },
): Promise<CrmRecord | null> {
  const { rows } = await sql<Row>`
    select r.id, r.object, r.name, r.fields, r.version, r.created_at, r.updated_at,
      case when coalesce(u.name, r.owner_name) is not null
        then jsonb_build_object('id', r.owner_id, 'name', coalesce(u.name, r.owner_name)) end as owner
    from records r left join users u on u.id = r.owner_id
    where r.id = ${id}::uuid and r.object = ${object} and r.deleted_at is null and ${condition}`.execute(db)
  const row = rows[0]
  if (!row) return null
  const { values, labels } = await showValues(db, caller, { object, stored: row.fields })
  const times = { created_at: row.created_at.toISOString(), updated_at: row.updated_at.toISOString() }
  return withoutHidden(caller, object, { ...row, ...times, fields: values, labels })
}
