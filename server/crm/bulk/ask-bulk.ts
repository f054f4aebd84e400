import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { assignedObjects } from '../../../model/assignment.ts'
import type { BulkChange, BulkWork, bulkInput } from '../../../model/bulk-change.ts'
import { rightsFor, type RecordAction } from '../../../model/rights.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Database, Trx } from '../../platform/relational/index.ts'
import { kindOf, requireWritableFields } from '../objects/record-rights.ts'
import { conditionOf, knownTo } from '../views/question.ts'
import { invalidField } from '../invalid-field.ts'
import type { PeopleLists } from './people-lists.ts'
import { findBulkChange, toBulkChange, type BulkRecord } from './bulk-record.ts'
import { checkEdit } from './editable.ts'

const MOST_WAITING = 20

/**
 * Begins a change of many records, which a worker then does. Throws `validation_failed` for what cannot be, `forbidden`
 * when the caller may do this with no record at all.
 */
export async function askBulkChange(
  db: Database,
  actor: Actor,
  { object, input, lists }: { object: string; input: z.output<typeof bulkInput>; lists: PeopleLists },
): Promise<BulkChange> {
  const { selection, change } = input
  if (change.kind === 'list') await checkList(db, actor, { object, segment: change.segment, lists })
  else await checkWork(db, actor, object, change)
  const known = await knownTo(db, actor, { object, filter: selection.filter })
  await conditionOf(db, known, selection)
  const id = randomUUID()
  return db.transaction().execute(async (trx) => {
    await requireRoom(trx, actor)
    await sql`
      insert into bulk_changes (id, object, kind, state, selection, change, actor_type, actor_id, actor_name)
      values (${id}, ${object}, ${change.kind}, 'running', ${JSON.stringify(selection)}::jsonb,
        ${JSON.stringify(change)}::jsonb, ${actor.type}, ${actor.id}, ${actor.name})`.execute(trx)
    await audit(trx, actor, {
      action: 'bulk_change.started',
      subject: { type: 'bulk_change', id, name: null },
      details: { object, change, selection: selection.ids ? { count: selection.ids.length } : selection },
    })
    return toBulkChange(await findBulkChange(trx, actor, id))
  })
}

/** Stops it where it is; what was changed stays changed and can be taken back. Throws `not_found`, `conflict`. */
export async function cancelBulkChange(db: Database, actor: Actor, id: string): Promise<BulkChange> {
  const record = await findBulkChange(db, actor, id)
  const { rows } = await sql`
    update bulk_changes set cancelled = true where id = ${id}::uuid and state = 'running' returning id`.execute(
    db,
  )
  if (rows.length === 0) throw fail('conflict', `It is ${words[record.state]}, so there is nothing to stop.`)
  return toBulkChange(await findBulkChange(db, actor, id))
}

/** Gives every record back what it had, unless somebody changed it since. Throws `not_found`, `conflict`. */
export async function undoBulkChange(db: Database, actor: Actor, id: string): Promise<BulkChange> {
  const record = await findBulkChange(db, actor, id)
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql`
      update bulk_changes set state = 'undoing', cancelled = false, done = 0, last_row = null, finished_at = null,
        error = null, lease_until = null
      where id = ${id}::uuid and (state in ('done', 'cancelled') or (state = 'failed' and changed > undone + kept))
      returning id`.execute(trx)
    if (rows.length === 0)
      throw fail('conflict', `It is ${words[record.state]}, so it cannot be taken back now.`)
    await audit(trx, actor, {
      action: 'bulk_change.undone',
      subject: { type: 'bulk_change', id, name: null },
      details: { object: record.object, changed: record.changed },
    })
    return toBulkChange(await findBulkChange(trx, actor, id))
  })
}

const words: Record<BulkRecord['state'], string> = {
  running: 'still running',
  done: 'done',
  undoing: 'being taken back',
  undone: 'taken back',
  failed: 'stopped by an error',
  cancelled: 'stopped',
}

async function checkList(
  db: Database,
  actor: Actor,
  { object, segment, lists }: { object: string; segment: string; lists: PeopleLists },
): Promise<void> {
  if (object !== 'person') throw invalidField('change.kind', 'Only people can be on a list.')
  await lists.check(db, actor, segment)
}

async function checkWork(
  db: Database,
  actor: Actor,
  object: string,
  change: Exclude<BulkWork, { kind: 'list' | 'create' }>,
): Promise<void> {
  if (change.kind === 'delete') return requireReach(actor, object, ['delete'])
  if (change.kind === 'assign') {
    if (!assignedObjects.some((one) => one === object))
      throw invalidField('change.kind', 'Only leads and deals are given out by rules.')
    return requireReach(actor, object, ['assign'])
  }
  const keys = Object.keys(change.values)
  requireWritableFields(actor, object, keys)
  const isAssigned = keys.includes('owner_id')
  const isEdited = keys.some((key) => key !== 'owner_id')
  requireReach(actor, object, [
    ...(isAssigned ? ['assign' as const] : []),
    ...(isEdited ? ['edit' as const] : []),
  ])
  await checkEdit(db, actor, { object, values: change.values })
}

/** Whoever may do this with no record at all is told so at once, not record by record. Throws `forbidden`. */
export function requireReach(actor: Actor, object: string, actions: RecordAction[]): void {
  const rights = rightsFor(actor.grants.rights, kindOf(object).object)
  if (actions.some((action) => rights[action] === 'none')) throw fail('forbidden')
}

/** Throws `conflict` when too many changes of the caller wait already. */
export async function requireRoom(trx: Trx, { id }: Actor): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from bulk_changes where actor_id = ${id} and state in ('running', 'undoing')`.execute(
    trx,
  )
  if ((rows[0]?.count ?? 0) >= MOST_WAITING)
    throw fail('conflict', `${MOST_WAITING} of your changes are waiting already. Let some finish first.`)
}
