import { z } from 'zod'
import { jsonObject } from './json.ts'
import { recordSelection } from './view.ts'

export const MAX_BULK_ROWS = 10_000

/** What is done to each of the records: new values by key, null empties a field; or deletion; or an owner by rules; or a list. */
const kinds = [
  z.object({ kind: z.literal('edit'), values: jsonObject }),
  z.object({ kind: z.literal('delete') }),
  /** Leads and deals that nobody owns are given to whom the assignment rules say. */
  z.object({ kind: z.literal('assign') }),
  /** People are put on the list of a static segment, or taken off it. */
  z.object({ kind: z.literal('list'), segment: z.uuid(), doing: z.enum(['add', 'remove']) }),
] as const
const creation = z.object({ kind: z.literal('create') })
const bulkWork = z.discriminatedUnion('kind', [...kinds, creation])
export type BulkWork = z.infer<typeof bulkWork>

export const bulkInput = z.object({
  selection: recordSelection,
  change: z.discriminatedUnion('kind', kinds),
})
export type BulkInput = z.input<typeof bulkInput>

/** Many records to make, each as it is made alone. */
export function bulkCreationOf<Row extends z.ZodType>(row: Row) {
  return z.strictObject({ rows: z.array(row).min(1).max(MAX_BULK_ROWS) })
}

const bulkStates = ['running', 'done', 'undoing', 'undone', 'failed', 'cancelled'] as const

/** A change of many records: how far it is, and what came of it. */
export const bulkChange = z.object({
  id: z.uuid(),
  object: z.string(),
  change: bulkWork,
  state: z.enum(bulkStates),
  /** How many records are meant; null until they have been counted. */
  total: z.number().nullable(),
  done: z.number(),
  changed: z.number(),
  refused: z.number(),
  undone: z.number(),
  /** Records that were not changed back because somebody else changed them since. */
  kept: z.number(),
  error: z.string().nullable(),
  actor_name: z.string(),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
})
export type BulkChange = z.infer<typeof bulkChange>

const bulkOutcomes = ['changed', 'refused', 'undone', 'kept'] as const

/** What became of a record, and why if it was not changed, or not changed back. */
export const bulkRow = z.object({
  /** Of many that were made: its place in the call, counted from 0. */
  row: z.number().nullable(),
  /** Null for a row of which none was made. */
  record_id: z.uuid().nullable(),
  name: z.string(),
  outcome: z.enum(bulkOutcomes),
  problem: z.string().nullable(),
})
export type BulkRow = z.infer<typeof bulkRow>
