import { sql } from 'kysely'
import type { AssignedObject } from '../../../model/assignment.ts'
import { systemActor } from '../../access/index.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { assignQuietly, type Assigned, type Place } from '../assignment/assign-owner.ts'
import { isOpen } from '../assignment/find-assignment.ts'
import { tellOwners } from '../assignment/tell-owners.ts'
import { changeDealIn } from '../deals/change-deal.ts'
import { assignDeal } from '../deals/create-deal.ts'
import { lockDeal } from '../deals/find-deal.ts'
import { changeLeadIn, lockLead } from '../leads/change-lead.ts'
import { assignLead } from '../leads/create-lead.ts'
import { requireRecordOf } from '../objects/record-rights.ts'
import { findPipeline } from '../pipelines/find-pipelines.ts'
import { eachByItself, type Changed, type Outcome, type Row, type Undo } from './apply.ts'

type Rows<R> = { object: string; rows: R[]; at: Date }
type One = { object: AssignedObject; row: Row; at: Date }

/** Gives open records that nobody owns to whom the assignment rules say, and tells each new owner once. */
export async function assignRows(
  trx: Trx,
  actor: Actor,
  { object, rows, at }: Rows<Row>,
): Promise<Outcome[]> {
  const given: Assigned[] = []
  const kind = object === 'deal' ? 'deal' : 'lead'
  const outcomes = await eachByItself(trx, rows, (row) =>
    assignOne(trx, actor, { object: kind, row, at }, given),
  )
  await tellOwners(trx, actor, { object, owners: given.map(({ owner }) => owner), at })
  return outcomes
}

/** Leaves records to nobody again, unless somebody gave them away since. */
export function takeBackAssigned(
  trx: Trx,
  actor: Actor,
  { object, rows, at }: Rows<Undo>,
): Promise<Outcome[]> {
  return eachByItself(trx, rows, async ({ id, before, after }) => {
    const { owner } = await lock(trx, { object, id })
    if (owner !== after['owner_id'])
      throw fail('conflict', 'Somebody gave it to another one since, so it was left as it is.')
    const change = { id, change: { owner_id: null }, at }
    await (object === 'deal' ? changeDealIn(trx, actor, change) : changeLeadIn(trx, actor, change))
    await sql`delete from assignments where object = ${object} and record_id = ${id}::uuid`.execute(trx)
    return { before: after, after: before }
  })
}

async function assignOne(
  trx: Trx,
  actor: Actor,
  { object, row: { id, name }, at }: One,
  given: Assigned[],
): Promise<Changed> {
  await requireRecordOf(trx, actor, { object, id, action: 'assign' })
  const { owner, assign } = await lock(trx, { object, id })
  const stays = { before: { owner_id: owner }, after: { owner_id: owner } }
  if (owner !== null || !(await isOpen(trx, { object, id }))) return stays
  const assigned = await assign(actor, { id, name, at }, (place) => assignQuietly(trx, place))
  if (!assigned) return stays
  given.push(assigned)
  return { before: { owner_id: null }, after: { owner_id: assigned.owner.id } }
}

type Assigning = (
  actor: Actor,
  record: { id: string; name: string; at: Date },
  assign: (place: Place) => Promise<Assigned | null>,
) => Promise<Assigned | null>

/** Holds a record, and says whose it is and how it is given away. */
async function lock(
  trx: Trx,
  { object, id }: { object: string; id: string },
): Promise<{ owner: string | null; assign: Assigning }> {
  if (object === 'lead') {
    const { owner } = await lockLead(trx, systemActor, { id })
    return {
      owner: owner?.id ?? null,
      assign: (actor, record, assign) => assignLead(trx, actor, record, assign),
    }
  }
  const { deal, personRef } = await lockDeal(trx, id)
  const pipeline = await findPipeline(trx, deal.pipeline_id)
  invariant(pipeline, 'A deal lies in a pipeline.')
  return {
    owner: deal.owner?.id ?? null,
    assign: (actor, { at }, assign) => assignDeal(trx, actor, { deal, personRef, pipeline, at }, assign),
  }
}
