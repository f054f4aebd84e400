import type { FileMapping, ImportOutcome, RowProblem } from '../../../../model/import.ts'
import type { SourceRow } from './context.ts'
import { problem } from './problems.ts'

type Facts = { row: SourceRow; isKnown: boolean; isFatal: boolean; changes: boolean }

/** What becomes of a row whose record is known or not, under this mode; with what to tell about it. */
export function outcomeOf(
  { row, isKnown, isFatal, changes }: Facts,
  mode: FileMapping['mode'],
): { outcome: ImportOutcome; more: RowProblem[] } {
  if (row.decision === 'skip') return { outcome: 'skipped', more: [problem('skipped_by_hand')] }
  if (isFatal) return { outcome: 'rejected', more: [] }
  if (isKnown && mode === 'create') return { outcome: 'skipped', more: [problem('exists_already')] }
  if (!isKnown && mode === 'update') return { outcome: 'skipped', more: [problem('not_found')] }
  if (!isKnown) return { outcome: 'new', more: [] }
  return { outcome: changes ? 'updated' : 'unchanged', more: [] }
}
