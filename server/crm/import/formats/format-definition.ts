import type { ColumnTarget, ImportObject } from '../../../../model/import.ts'

/** What is known of a table before its columns are understood. */
export type TableLook = {
  fileName: string
  headers: string[]
  /** For each column its first values that are not empty. */
  samples: string[][]
}

/** A rule for the columns whose heading matches; the target may use what was matched. */
export type ColumnPattern = { heading: RegExp; target: (match: RegExpExecArray) => ColumnTarget }

/** The export of another program: how to know it, and what its columns are. */
export type FormatDefinition = {
  name: string
  /** In whose numbering external ids are. */
  system: string
  /** How surely this is one of its exports, from 0 to 1. Looks at shape and values, so that it works in any language. */
  recognises(look: TableLook): number
  object(look: TableLook): ImportObject
  /** Columns by their heading in lower case, for each kind of record. */
  columns: Partial<Record<ImportObject, Record<string, ColumnTarget>>>
  patterns?: Partial<Record<ImportObject, ColumnPattern[]>>
  /** Columns that only their values tell, when the headings are in another language. */
  byValue?: (values: string[], object: ImportObject) => ColumnTarget | undefined
}

/** Shorthand for a target. */
export const to = (field: string): ColumnTarget => ({ field })

/** The share of these headings, in lower case, that the table has. */
export function shareOf(look: TableLook, headings: readonly string[]): number {
  const present = new Set(look.headers.map((header) => header.toLowerCase()))
  return headings.filter((heading) => present.has(heading)).length / headings.length
}

/** The share of a column's values that match. */
export function matching(values: string[], pattern: RegExp): number {
  return values.length === 0 ? 0 : values.filter((value) => pattern.test(value)).length / values.length
}
