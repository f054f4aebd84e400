/** A column of a file: a fixed one, or a trait, which NDJSON keeps apart from those. */
export type Column = { name: string; type: 'text' | 'time' | 'number' | 'boolean'; isTrait: boolean }

/** Rows of a file, some at a time, each with a cell for each column; times are dates, null is nothing. */
export type Table = { columns: Column[]; pages: AsyncIterable<unknown[][]> }

export const fixed = (name: string, type: Column['type'] = 'text'): Column => ({ name, type, isTrait: false })

/** The names of the columns side by side: a trait that is called like a fixed column is told apart from it. */
export function flatNames(columns: Column[]): string[] {
  const taken = new Set(columns.filter(({ isTrait }) => !isTrait).map(({ name }) => name))
  return columns.map(({ name, isTrait }) => (isTrait && taken.has(name) ? `traits.${name}` : name))
}
