import type { Pipeline } from '../../../../model/deal.ts'
import type { Field } from '../../../../model/field.ts'
import type { JsonObject } from '../../../../model/json.ts'
import type { FileMapping, ImportFile, ImportOutcome, RowProblem } from '../../../../model/import.ts'
import type { IdentifierIds, IdentityRules } from '../../../people/index.ts'

/** A row as it lies in the database. */
export type SourceRow = {
  file: number
  row: number
  cells: string[]
  decision: 'new' | 'merge' | 'skip' | null
}

export type StageMove = { stage: string; at: Date }

/** What earlier rows of the import would leave of a record: its first row, and what they say of it together. */
export type PlannedRecord = { id: string; file: number; row: number; traits: JsonObject; companies: string[] }

/** What planning needs to know besides the rows. */
export type PlanContext = {
  importId: string
  files: ImportFile[]
  ids: IdentifierIds
  rules: IdentityRules
  pipelines: Pipeline[]
  /** Custom fields that deals must have once they have come as far as some stage. */
  stageFields: Field[]
  /** Users by e-mail and by name, in lower case. */
  users: Map<string, { id: string; name: string }>
  /** The stage history of other files, by the deal's id in the other system. */
  history: Map<string, StageMove[]>
  /** The moment of the run; what happens without a date of its own happens then. */
  now: number
  /** In a check: what earlier rows would make, by key. Null in a run, where it has been made. */
  planned: Map<string, PlannedRecord> | null
}

/** What is to become of a row. `write` is null when nothing is written. */
export type Plan<Write> = {
  row: SourceRow
  outcome: ImportOutcome
  label: string
  problems: RowProblem[]
  recordId: string | null
  write: Write | null
  /** Two rows of one chunk that share one are done one after the other. */
  keys: string[]
}

/** How the file of these rows is read. */
export function mappingOf(ctx: PlanContext, file: number): FileMapping {
  const mapping = ctx.files[file]?.mapping
  if (!mapping) throw new Error(`The import has no file ${file}.`)
  return mapping
}
