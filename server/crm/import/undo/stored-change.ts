import type { ChangeUndo, RecordedChange } from '../apply/changes.ts'

/** A change of a run as it lies in the database. */
export type StoredChange = Pick<RecordedChange, 'file' | 'row' | 'object' | 'label' | 'kind'> & {
  id: number
  import_id: string
  record_id: string
  undo: ChangeUndo
}

/** Why changes were left as they are, in words, by the id of the change. */
export type Kept = Map<number, string[]>
