import { z } from 'zod'

/** A time of day such as "08:00". */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:00')

/** Whose time of day counts: a name such as "Europe/Berlin". */
export const timeZone = z.string().max(60).refine(isTimeZone, 'must be a time zone such as Europe/Berlin')

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
