import type { Fact } from '../../../people/index.ts'
import type { InternalEvent } from '../../../platform/outbox/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { recordCrmFacts } from '../../record-facts.ts'
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
export function recordImportedFacts(trx: Trx, facts: Fact[], ctx: ApplyContext) {
  return recordCrmFacts(trx, facts, ctx.version)
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
