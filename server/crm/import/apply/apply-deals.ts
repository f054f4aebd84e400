import type { Fact, FactUndo } from '../../../people/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { activeRules, assignQuietly } from '../../assignment/assign-owner.ts'
import { tellOwners } from '../../assignment/tell-owners.ts'
import { lockBoards } from '../../board/board-lock.ts'
import { insertImported } from '../insert-imported.ts'
import type { Plan, SourceRow } from '../plan/context.ts'
import type { DealWrite } from '../plan/plan-deals.ts'
import type { ReadyDeal } from '../ready-to-import.ts'
import { recordImported } from '../record-imported.ts'
import { dayOf } from '../values/parse-date.ts'
import { messageIdOf, recordImportedFacts, type ApplyContext } from './apply-context.ts'
import { recordChanges, recordExternalIds, type RecordedChange } from './changes.ts'
import { columnsAfter, columnsBefore, updateDeals } from './update-deals.ts'

type Write = { row: SourceRow; label: string; write: DealWrite }

/** Writes what was planned for deals, with the companies and people that they are the first to name. */
export async function applyDeals(trx: Trx, plans: Plan<DealWrite>[], ctx: ApplyContext): Promise<void> {
  const writes = plans.flatMap(({ row, label, write }) => (write ? [{ row, label, write }] : []))
  if (writes.length === 0) return
  const undoOf = await recordNewOwners(trx, writes, ctx)
  await lockBoards(trx, [...new Set(writes.map(({ write }) => write.pipeline.id))])
  const fresh = writes.filter(({ write }) => write.existing === null).map(({ write }) => readyDeal(write))
  await insertImported(trx, fresh)
  await assignImported(trx, fresh, ctx)
  await recordImported(trx, fresh)
  const updates = writes.filter(({ write }) => write.existing !== null)
  await updateDeals(
    trx,
    updates.map(({ write }) => write),
    ctx,
  )
  await recordChanges(
    trx,
    ctx.importId,
    writes.map((one) => changeOf(one, undoOf(one.row, ctx))),
  )
  const external = writes.flatMap(({ write: { id, external } }) =>
    external
      ? [{ object: 'deals' as const, system: external.system, externalId: external.id, recordId: id }]
      : [],
  )
  await recordExternalIds(trx, external)
}

/** Open deals whose row names nobody go to whom the assignment rules say; each new owner is told once a chunk. */
async function assignImported(trx: Trx, deals: ReadyDeal[], { now, actorName }: ApplyContext): Promise<void> {
  const unowned = deals.filter(({ ownerId, ownerName, stages }) => {
    return !ownerId && !ownerName && stages.at(-1)?.stage.kind === 'open'
  })
  if (unowned.length === 0 || (await activeRules(trx, 'deal')).length === 0) return
  const at = new Date(now)
  const owners = []
  for (const { id, name } of unowned) {
    const assigned = await assignQuietly(trx, { object: 'deal', id, name, at })
    if (assigned) owners.push(assigned.owner)
  }
  await tellOwners(trx, { id: '', name: actorName }, { object: 'deal', owners, at })
}

/** Companies and people that nobody knows yet. */
async function recordNewOwners(trx: Trx, writes: Write[], ctx: ApplyContext) {
  const facts = writes.flatMap(({ row, write: { person, company } }): Fact[] => {
    const newCompany = company && !company.isKnown ? company : null
    if (!newCompany && !person?.fresh) return []
    const traits = person?.fresh && { email: person.fresh.value, ...(person.name && { name: person.name }) }
    return [
      {
        identifiers: person?.fresh ? [person.fresh] : [],
        at: ctx.now,
        sourceId: ctx.importId,
        messageId: messageIdOf(ctx, row),
        traits: traits ?? null,
        company: company && {
          id: company.id,
          groupId: company.groupId,
          traits: newCompany ? { name: newCompany.name } : null,
        },
      },
    ]
  })
  const { undo } = await recordImportedFacts(trx, facts, ctx)
  const byMessage = new Map(undo.map((one) => [one.messageId, one]))
  return (row: SourceRow, context: ApplyContext): FactUndo[] => {
    const found = byMessage.get(messageIdOf(context, row))
    return found ? [found] : []
  }
}

function readyDeal(write: DealWrite): ReadyDeal {
  const { id, name, pipeline, amount, currency, person, company, owner, moves } = write
  return {
    id,
    name,
    pipeline,
    amount,
    currency,
    personId: null,
    personRef: person?.ref ?? null,
    companyId: company?.id ?? null,
    ownerId: owner?.id ?? null,
    ownerName: owner?.name ?? null,
    expectedCloseOn: moves.closeDay && dayOf(moves.closeDay),
    stages: moves.stages,
    createdAt: moves.createdAt,
  }
}

function changeOf({ row, label, write }: Write, facts: FactUndo[]): RecordedChange {
  const { existing } = write
  return {
    file: row.file,
    row: row.row,
    object: 'deals',
    recordId: write.id,
    label,
    kind: existing ? 'updated' : 'created',
    undo: existing
      ? { facts, deal: { before: columnsBefore(existing), after: columnsAfter(write) } }
      : { facts },
  }
}
