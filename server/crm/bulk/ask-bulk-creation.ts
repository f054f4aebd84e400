import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { BulkChange } from '../../../model/bulk-change.ts'
import { audit } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { requireReach, requireRoom } from './ask-bulk.ts'
import { findBulkChange, toBulkChange } from './bulk-record.ts'

/** Begins the making of many records, which a worker then does. Throws `forbidden` when the caller may make none at all. */
export async function askBulkCreation(
  db: Database,
  actor: Actor,
  { object, rows }: { object: string; rows: readonly object[] },
): Promise<BulkChange> {
  if (object !== 'activity') requireReach(actor, object, ['create'])
  const id = randomUUID()
  const inputs = JSON.stringify(rows.map((input, row) => ({ row, input })))
  return db.transaction().execute(async (trx) => {
    await requireRoom(trx, actor)
    await sql`
      insert into bulk_changes (id, object, kind, state, selection, change, total, actor_type, actor_id, actor_name)
      values (${id}, ${object}, 'create', 'running', '{}'::jsonb, '{"kind":"create"}'::jsonb, ${rows.length},
        ${actor.type}, ${actor.id}, ${actor.name})`.execute(trx)
    await sql`
      insert into bulk_change_inputs (bulk_id, row, input)
      select ${id}::uuid, row, input from jsonb_to_recordset(${inputs}::jsonb) as r (row int, input jsonb)`.execute(
      trx,
    )
    await audit(trx, actor, {
      action: 'bulk_change.started',
      subject: { type: 'bulk_change', id, name: null },
      details: { object, change: { kind: 'create' }, selection: { count: rows.length } },
    })
    return toBulkChange(await findBulkChange(trx, actor, id))
  })
}
