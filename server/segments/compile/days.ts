/** A day in ms; windows and anniversaries count in days of UTC. */
export const DAY_MS = 24 * 60 * 60 * 1000
