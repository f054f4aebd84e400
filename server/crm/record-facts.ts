import { recordUndoable, type Fact, type FactUndo } from '../people/index.ts'
import { recordProfiles } from '../platform/outbox/index.ts'
import type { Trx } from '../platform/relational/index.ts'

/**
 * Records what is said here of people and companies, with what would take it back, and lets the pipeline pass on whose
 * profiles changed. `version` grows with time: the head of the log.
 */
export async function recordCrmFacts(
  trx: Trx,
  facts: Fact[],
  version: number,
): Promise<{ personOf: Map<string, string>; undo: FactUndo[] }> {
  if (facts.length === 0) return { personOf: new Map(), undo: [] }
  const { changes, undo } = await recordUndoable(trx, facts, { version })
  await recordProfiles(trx, {
    people: [...new Set([...changes.people, ...changes.gone.map(({ from }) => from)])],
    moved: changes.moved.map(({ identifierId }) => identifierId),
    companies: changes.renamed,
  })
  return { personOf: changes.personOf, undo }
}
