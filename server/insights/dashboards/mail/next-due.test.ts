import { expect, it } from 'vitest'
import type { MailRhythm } from '../../../../model/dashboard-mail.ts'
import { nextDue } from './next-due.ts'

const at8 = { time: '08:00', time_zone: 'Europe/Berlin' }
const mondays: MailRhythm = { every: 'week', days: [1], ...at8 }

it.each<[string, MailRhythm, string, string]>([
  ['the same day when it is early', mondays, '2026-11-30T05:00:00Z', '2026-11-30T07:00:00.000Z'],
  ['a week later when it is past', mondays, '2026-11-30T07:00:00Z', '2026-12-07T07:00:00.000Z'],
  [
    'at eight there when the clocks have changed',
    mondays,
    '2026-03-27T12:00:00Z',
    '2026-03-30T06:00:00.000Z',
  ],
  [
    'on the first of the next month',
    { every: 'month', days: [1], ...at8 },
    '2026-11-02T12:00:00Z',
    '2026-12-01T07:00:00.000Z',
  ],
  [
    'on the last day of a month that is shorter',
    { every: 'month', days: [31], ...at8 },
    '2027-02-01T12:00:00Z',
    '2027-02-28T07:00:00.000Z',
  ],
  [
    'on the last day once, though two days are not there',
    { every: 'month', days: [30, 31], ...at8 },
    '2027-02-28T12:00:00Z',
    '2027-03-30T06:00:00.000Z',
  ],
])('is due %s', (_when, rhythm, now, expected) => {
  expect(nextDue(rhythm, Date.parse(now)).toISOString()).toBe(expected)
})
