const FIRST_PAUSE_MS = 7_000
const JITTER = 0.2
const MAX_PAUSE_MS = 4 * 60 * 60_000

/** Eleven pauses, each twice the one before, make four hours. */
export const MAX_ATTEMPTS = 12

/**
 * When to try again, in ms. The pause varies by a fifth, so that messages that failed together come back apart; a
 * later moment that the server asked for is kept, within four hours.
 */
export function nextAttemptAt(now: number, attempts: number, notBefore = 0): number {
  const pause = FIRST_PAUSE_MS * 2 ** (attempts - 1) * (1 - JITTER + 2 * JITTER * Math.random())
  return now + Math.min(MAX_PAUSE_MS, Math.max(pause, notBefore - now))
}
