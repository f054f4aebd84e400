import type { Fact } from '../../../people/index.ts'
import { recordEvent } from '../../../platform/outbox/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import type { Plan } from '../plan/context.ts'
import type { CompanyWrite } from '../plan/plan-companies.ts'
import { importedEvent, messageIdOf, recordImportedFacts, type ApplyContext } from './apply-context.ts'
import { recordChanges, recordExternalIds, type RecordedChange } from './changes.ts'

/** Writes what was planned for companies. */
export async function applyCompanies(
  trx: Trx,
  plans: Plan<CompanyWrite>[],
  ctx: ApplyContext,
): Promise<void> {
  const writes = plans.flatMap(({ row, label, write }) => (write ? [{ row, label, write }] : []))
  const facts = writes.map(({ row, write }): Fact => ({
    identifiers: [],
    at: ctx.now,
    sourceId: ctx.importId,
    messageId: messageIdOf(ctx, row),
    traits: null,
    company: { id: write.id, groupId: write.groupId, traits: write.traits },
  }))
  const { undo } = await recordImportedFacts(trx, facts, ctx)
  const changes = writes.map(({ row, label, write }, place): RecordedChange => ({
    file: row.file,
    row: row.row,
    object: 'companies',
    recordId: write.id,
    label,
    kind: write.isNew ? 'created' : 'updated',
    undo: { facts: undo.slice(place, place + 1) },
  }))
  await recordChanges(trx, ctx.importId, changes)
  const external = writes.flatMap(({ write: { id, external } }) =>
    external
      ? [{ object: 'companies' as const, system: external.system, externalId: external.id, recordId: id }]
      : [],
  )
  await recordExternalIds(trx, external)
  await recordEvent(
    trx,
    ...writes.map(({ row, write }) =>
      importedEvent(ctx, {
        event: 'Company Imported',
        row,
        personRef: null,
        companyRef: write.id,
        changed: Object.keys(write.traits),
      }),
    ),
  )
}
