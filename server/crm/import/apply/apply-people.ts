import type { Fact } from '../../../people/index.ts'
import { recordEvent } from '../../../platform/outbox/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import type { Plan } from '../plan/context.ts'
import type { PersonWrite } from '../plan/plan-people.ts'
import { importedEvent, messageIdOf, recordImportedFacts, type ApplyContext } from './apply-context.ts'
import { recordChanges, type RecordedChange } from './changes.ts'

/** Writes what was planned for people: as evidence, like what any other source says of them. */
export async function applyPeople(trx: Trx, plans: Plan<PersonWrite>[], ctx: ApplyContext): Promise<void> {
  const writes = plans.flatMap(({ row, label, write }) => (write ? [{ row, label, write }] : []))
  const facts = writes.map(({ row, write }): Fact => ({
    identifiers: write.identifiers,
    at: ctx.now,
    sourceId: ctx.importId,
    messageId: messageIdOf(ctx, row),
    traits: write.traits,
    company: write.company && {
      id: write.company.id,
      groupId: write.company.groupId,
      traits: write.company.isKnown ? null : { name: write.company.name },
    },
  }))
  const { personOf, undo } = await recordImportedFacts(trx, facts, ctx)
  const owner = (write: PersonWrite) => write.identifiers[0]?.id ?? ''
  const changes = writes.map(({ row, label, write }, place): RecordedChange => ({
    file: row.file,
    row: row.row,
    object: 'people',
    recordId: personOf.get(owner(write)) ?? owner(write),
    label,
    kind: write.isNew ? 'created' : 'updated',
    undo: { facts: undo.slice(place, place + 1) },
  }))
  await recordChanges(trx, ctx.importId, changes)
  await recordEvent(
    trx,
    ...writes.map(({ row, write }) =>
      importedEvent(ctx, {
        event: 'Person Imported',
        row,
        personRef: owner(write),
        companyRef: write.company?.id ?? null,
        changed: Object.keys(write.traits),
      }),
    ),
  )
}
