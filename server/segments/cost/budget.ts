/** How long a scan may take, in milliseconds: one that keeps segments live, and one over everybody. */
export type Budget = { live: number; full: number }

export const defaultBudget: Budget = { live: 5_000, full: 120_000 }

const TOO_COSTLY_CODES = new Set([
  '159', // TIMEOUT_EXCEEDED
  '241', // MEMORY_LIMIT_EXCEEDED
])

/** Whether a question was broken off because it took too long or too much memory. */
export function isTooCostly(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false
  return TOO_COSTLY_CODES.has(String(error.code))
}

/** The end of a query whose settings come last: it is broken off after so many milliseconds. */
export function within(milliseconds: number): string {
  return `, max_execution_time = ${milliseconds / 1000}`
}
