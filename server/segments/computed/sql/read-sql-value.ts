const MOST_LISTED = 100

/** The value in a figure: a text, a number, yes or no, or a list of those; of anything else its text as JSON. */
export function readSqlValue(figure: string): unknown {
  const value: unknown = JSON.parse(figure)
  if (Array.isArray(value)) return value.slice(0, MOST_LISTED).map(scalarOf)
  return scalarOf(value)
}

function scalarOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}
