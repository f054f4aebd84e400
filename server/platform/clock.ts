/** The source of "now" in milliseconds since 1970; tests pass one they can move. */
export type Clock = { now(): number }

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() }
