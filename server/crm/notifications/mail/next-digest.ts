import type { DigestTimes } from '../../../../model/notification-settings.ts'
import { atLocalTime, localDate } from '../../../platform/zones.ts'

const DAY_MS = 24 * 60 * 60_000
const WEEK = 7

/** The first moment after `now` at which a digest is due; null when there is no day for it. */
export function nextDigest({ days, time, time_zone }: DigestTimes, now: number): Date | null {
  const today = Date.parse(`${localDate(time_zone, now)}T00:00Z`)
  for (let ahead = 0; ahead <= WEEK; ahead++) {
    const date = new Date(today + ahead * DAY_MS)
    // Sunday is 0 there.
    if (!days.includes(date.getUTCDay() || WEEK)) continue
    const at = atLocalTime(time_zone, date.toISOString().slice(0, 10), time)
    if (at.getTime() > now) return at
  }
  return null
}
