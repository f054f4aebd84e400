/** SQLSTATE classes that blame the data, not the database: data exception, integrity violation, limit exceeded. */
const DATA_CLASSES = ['22', '23', '54']

/** True when the same statement would fail again however often it is tried. */
export function isDataError(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false
  return error.code.length === 5 && DATA_CLASSES.includes(error.code.slice(0, 2))
}
