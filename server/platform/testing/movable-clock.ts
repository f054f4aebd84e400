import type { Clock } from '../clock.ts'

/** A clock that stands still until it is moved. */
export type MovableClock = Clock & { advance(milliseconds: number): void; set(at: number): void }

/** Makes a clock that shows this time. */
export function movableClock(start: number = Date.now()): MovableClock {
  let at = start
  return {
    now: () => at,
    advance(milliseconds) {
      at += milliseconds
    },
    set(to) {
      at = to
    },
  }
}
