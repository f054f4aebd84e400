import { z } from 'zod'

/** Whose time of day counts: a name such as "Europe/Berlin". */
export const timeZone = z.string().max(60).refine(isTimeZone, 'must be a time zone such as Europe/Berlin')

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
