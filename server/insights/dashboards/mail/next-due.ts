import type { MailRhythm } from '../../../../model/dashboard-mail.ts'
import { invariant } from '../../../platform/errors.ts'
import { atLocalTime, localDate } from '../../../platform/zones.ts'

const DAY_MS = 24 * 60 * 60_000
const WEEK = 7
/** Every day of the month comes within two of them. */
const MOST_DAYS = 62

/** The first moment after `now` (ms) at which a dashboard is due. */
export function nextDue({ every, days, time, time_zone }: MailRhythm, now: number): Date {
  const today = Date.parse(`${localDate(time_zone, now)}T00:00Z`)
  for (let ahead = 0; ahead <= MOST_DAYS; ahead++) {
    const date = new Date(today + ahead * DAY_MS)
    if (!(every === 'week' ? isOfWeek : isOfMonth)(date, days)) continue
    const at = atLocalTime(time_zone, date.toISOString().slice(0, 10), time)
    if (at.getTime() > now) return at
  }
  invariant(false, 'A rhythm has at least one day, and every day comes within two months.')
}

/** Sunday is 0 there. */
function isOfWeek(date: Date, days: number[]): boolean {
  return days.includes(date.getUTCDay() || WEEK)
}

/** The last day stands for those that a shorter month has not. */
function isOfMonth(date: Date, days: number[]): boolean {
  const day = date.getUTCDate()
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return days.includes(day) || (day === last && days.some((one) => one > last))
}
