import type { Import, ImportOutcome, ImportResult, ImportState } from '../../../model/import.ts'
import type { ChipProps } from '../../ui/Chip.tsx'

/** What an import is at, in words. */
export const stateWords: Record<ImportState, { label: string; tone: NonNullable<ChipProps['tone']> }> = {
  reading: { label: 'Reading the file', tone: 'accent' },
  mapping: { label: 'Columns to be mapped', tone: 'soon' },
  checking: { label: 'Checking rows', tone: 'accent' },
  checked: { label: 'Checked', tone: 'soon' },
  running: { label: 'Importing', tone: 'accent' },
  done: { label: 'Imported', tone: 'good' },
  undoing: { label: 'Undoing', tone: 'accent' },
  undone: { label: 'Undone', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
}

/** What becomes of rows, in the order in which the check shows it. */
export const outcomeWords: Record<
  ImportOutcome,
  { label: string; why: string; tone: NonNullable<ChipProps['tone']> }
> = {
  new: { label: 'New', why: 'will be made', tone: 'good' },
  updated: { label: 'Updated', why: 'exist and get new values', tone: 'accent' },
  unchanged: { label: 'Unchanged', why: 'exist just like this', tone: 'neutral' },
  duplicate: { label: 'Possible duplicates', why: 'will be made, but somebody alike exists', tone: 'soon' },
  rejected: { label: 'Rejected', why: 'cannot be imported as they are', tone: 'bad' },
  skipped: { label: 'Left out', why: 'by your choice', tone: 'neutral' },
}

/** How the figures of a result are called. */
export const resultWords: [keyof ImportResult, string][] = [
  ['created', 'Created'],
  ['updated', 'Updated'],
  ['unchanged', 'Unchanged'],
  ['rejected', 'Rejected'],
  ['skipped', 'Left out'],
]

/** While an import is at these, it is asked again and again how far it got. */
export function isBusy(state: ImportState): boolean {
  return ['reading', 'checking', 'running', 'undoing'].includes(state)
}

/** Whether it began with rows in a call, so that there were no files to choose and no columns to map. */
export function isFromApi({ files }: Import): boolean {
  return files.some(({ kind }) => kind === 'json')
}
