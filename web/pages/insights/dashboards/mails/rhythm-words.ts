import type { MailRhythm } from '../../../../../model/dashboard-mail.ts'

export const weekDays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

/** "Every Monday and Friday at 08:00 (Europe/Berlin)". */
export function rhythmText({ every, days, time, time_zone }: MailRhythm): string {
  const names = days.map((day) => (every === 'week' ? (weekDays[day - 1] ?? '') : ordinal(day)))
  const list = new Intl.ListFormat('en', { type: 'conjunction' }).format(names)
  return every === 'week'
    ? `Every ${list} at ${time} (${time_zone})`
    : `On the ${list} of every month at ${time} (${time_zone})`
}

/** "1st", "22nd"; the 31st is the last day of shorter months. */
export function ordinal(day: number): string {
  const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }
  return `${day}${endings[new Intl.PluralRules('en', { type: 'ordinal' }).select(day)] ?? 'th'}`
}
