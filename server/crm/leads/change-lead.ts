import { sql } from 'kysely'
import type { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import type { Lead, leadChange } from '../../../model/lead.ts'
import { requireRecord, requireWritable, systemActor } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { claimAgain, releaseRecord } from '../fields/index.ts'
import { invalidField } from '../invalid-field.ts'
import { requireRecordOf } from '../objects/record-rights.ts'
import { ownerFor } from '../records/change-records.ts'
import { readWritten } from './find-lead.ts'
import { tellOfLead } from './tell-of-lead.ts'

type Change = z.output<typeof leadChange>
type Own = Pick<Lead, 'name' | 'phone' | 'company_name' | 'source' | 'score' | 'status' | 'reason'>

const ownFields = ['name', 'phone', 'company_name', 'source', 'score', 'status', 'reason'] as const

/**
 * Changes a lead. To disqualify it takes a reason, which is forgotten when it is taken up again. Throws `not_found`,
 * `forbidden`, `validation_failed`, and `conflict` when somebody else changed it since or it is converted already.
 */
export async function changeLead(
  { db, clock }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: Change },
): Promise<Lead> {
  const at = new Date(clock.now())
  return db.transaction().execute((trx) => changeLeadIn(trx, actor, { id, change, at }))
}

/** The same within a transaction. */
export async function changeLeadIn(
  trx: Trx,
  actor: Actor,
  { id, change, at }: { id: string; change: Change; at: Date },
): Promise<Lead> {
  const before = await lockLead(trx, actor, { id, version: change.version })
  await requireRights(trx, actor, id, change)
  const after = statusRules(before, change)
  const owner = change.owner_id === undefined ? before.owner : await ownerFor(trx, actor, change.owner_id)
  const values = changesOf(before, { ...after, owner: owner?.name ?? null })
  if (Object.keys(values).length === 0) return readWritten(trx, actor, id)
  await sql`
    update records set name = ${after.name}, owner_id = ${owner?.id ?? null}, owner_name = ${owner?.name ?? null},
      version = version + 1, updated_at = ${at} where id = ${id}`.execute(trx)
  await sql`
    update leads set phone = ${after.phone}, company_name = ${after.company_name}, source = ${after.source},
      score = ${after.score}, status = ${after.status}, reason = ${after.reason},
      status_at = case when status = ${after.status} then status_at else ${at} end
    where id = ${id}`.execute(trx)
  await tellOfLead(trx, actor, { kind: 'changed', id, values, at })
  return readWritten(trx, actor, id)
}

/** Locks a lead and reads all of it. Throws `not_found` for who does not see it, `conflict` when it has another version. */
export async function lockLead(
  trx: Trx,
  actor: Actor,
  { id, version }: { id: string; version?: number | undefined },
): Promise<Lead> {
  await sql`select from records where id = ${id}::uuid and object = 'lead' for update`.execute(trx)
  await requireRecordOf(trx, actor, { object: 'lead', id, action: 'view' })
  const lead = await readWritten(trx, systemActor, id)
  if (version !== undefined && version !== lead.version)
    throw fail('conflict', 'Somebody else changed this lead in the meantime. Reload it and try again.', {
      version: lead.version,
    })
  return lead
}

/** Takes a lead out of every list; its person stays, and it can be restored. Throws `not_found`, `forbidden`. */
export async function deleteLead({ db, clock }: Platform, actor: Actor, id: string): Promise<void> {
  const at = new Date(clock.now())
  await db.transaction().execute(async (trx) => {
    await requireRecordOf(trx, actor, { object: 'lead', id, action: 'delete' })
    await tellOfLead(trx, actor, { kind: 'deleted', id, at })
    await releaseRecord(trx, id)
    await sql`update records set deleted_at = ${at}, updated_at = ${at}, version = version + 1 where id = ${id}`.execute(
      trx,
    )
  })
}

/** Undoes the deletion of a lead. Throws `not_found`; one that is there stays as it is. */
export async function restoreLead({ db, clock }: Platform, actor: Actor, id: string): Promise<Lead> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    const from = sql`records r where r.id = ${id}::uuid and r.object = 'lead'`
    await requireRecord(trx, actor, { object: 'lead', action: 'delete', from, what: 'lead' })
    const { rows } = await sql`
      update records set deleted_at = null, updated_at = ${at}, version = version + 1
      where id = ${id}::uuid and deleted_at is not null returning id`.execute(trx)
    if (rows.length > 0) {
      await claimAgain(trx, 'lead', id)
      await tellOfLead(trx, actor, { kind: 'restored', id, at })
    }
    return readWritten(trx, actor, id)
  })
}

async function requireRights(trx: Trx, actor: Actor, id: string, change: Change): Promise<void> {
  const fields = ownFields.filter((field) => change[field] !== undefined)
  const isAssignment = change.owner_id !== undefined
  if (fields.length > 0 || !isAssignment)
    await requireRecordOf(trx, actor, { object: 'lead', id, action: 'edit' })
  if (isAssignment) await requireRecordOf(trx, actor, { object: 'lead', id, action: 'assign' })
  requireWritable(actor, 'lead', [...fields, ...(isAssignment ? ['owner'] : [])])
}

function statusRules(before: Lead, change: Change): Own {
  const status = change.status ?? before.status
  if (before.converted_at !== null && status !== before.status)
    throw fail('conflict', 'This lead is converted. Undo the conversion first.')
  const reason = status === 'disqualified' ? (change.reason ?? before.reason) : ''
  if (status === 'disqualified' && reason === '') throw invalidField('reason', 'Say why it is disqualified.')
  return {
    name: change.name ?? before.name,
    phone: change.phone ?? before.phone,
    company_name: change.company_name ?? before.company_name,
    source: change.source ?? before.source,
    score: change.score === undefined ? before.score : change.score,
    status,
    reason,
  }
}

function changesOf(before: Lead, after: Own & { owner: string | null }): JsonObject {
  const was = { ...before, owner: before.owner?.name ?? null }
  const changed = [...ownFields, 'owner' as const].filter((field) => was[field] !== after[field])
  return Object.fromEntries(changed.map((field) => [field, { before: was[field], after: after[field] }]))
}
