import { recordUndoable, type Fact, type FactUndo } from '../../../people/index.ts'
import { recordProfiles, type InternalEvent } from '../../../platform/outbox/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import type { PlanContext, SourceRow } from '../plan/context.ts'

/** What writing needs besides the plans. */
export type ApplyContext = PlanContext & {
  importName: string
  actorName: string
  /** Grows with every chunk. */
  version: number
}

/** How the facts of a row are called; the same row says the same thing once. They sort as the rows do: the later one wins. */
export function messageIdOf(ctx: ApplyContext, { file, row }: SourceRow): string {
  return `import-${ctx.importId}-${file}-${String(row).padStart(8, '0')}`
}

/** Records facts with what would take them back, and lets the pipeline pass on whose profiles changed. */
export async function recordImportedFacts(
  trx: Trx,
  facts: Fact[],
  ctx: ApplyContext,
): Promise<{ personOf: Map<string, string>; undo: FactUndo[] }> {
  if (facts.length === 0) return { personOf: new Map(), undo: [] }
  const { changes, undo } = await recordUndoable(trx, facts, { version: ctx.version })
  await recordProfiles(trx, {
    people: [...new Set([...changes.people, ...changes.gone.map(({ from }) => from)])],
    moved: changes.moved.map(({ identifierId }) => identifierId),
    companies: changes.renamed,
  })
  return { personOf: changes.personOf, undo }
}

/** The event by which a timeline tells that somebody or something was imported. */
export function importedEvent(
  ctx: ApplyContext,
  about: {
    event: string
    row: SourceRow
    personRef: string | null
    companyRef: string | null
    changed: string[]
  },
): InternalEvent & { at: Date } {
  const { event, row, personRef, companyRef, changed } = about
  return {
    type: 'track',
    event,
    personRef,
    companyRef,
    at: new Date(ctx.now),
    properties: {
      import_id: ctx.importId,
      import: ctx.importName,
      file: ctx.files[row.file]?.name ?? '',
      row: row.row + 1,
      changed,
    },
  }
}
