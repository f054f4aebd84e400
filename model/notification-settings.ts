import { z } from 'zod'
import { timeOfDay, timeZone } from './time-zone.ts'

export const notificationKinds = ['mention', 'assigned', 'reminder', 'segment'] as const
export type NotificationKind = (typeof notificationKinds)[number]

/** `now` is a few minutes later, unless it was read by then; `digest` with the next digest. */
export const mailWays = ['now', 'digest', 'never'] as const
export type MailWay = (typeof mailWays)[number]

export type MailWays = Record<NotificationKind, MailWay>
const mailWay = z.enum(mailWays)
const ways = z.object({ mention: mailWay, assigned: mailWay, reminder: mailWay, segment: mailWay })

/** When the digest comes: on which days of the week (Monday is 1), at what time, in which zone. */
const digest = z.object({
  days: z.array(z.number().int().min(1).max(7)).max(7),
  time: timeOfDay,
  time_zone: timeZone,
})
export type DigestTimes = z.infer<typeof digest>

/** What everybody has who chose nothing. */
export const usualMailWays: MailWays = { mention: 'now', assigned: 'now', reminder: 'now', segment: 'digest' }
export const usualDigest = { days: [1, 2, 3, 4, 5], time: '08:00' }

/** What a user is mailed. */
export const notificationSettings = z.object({ mail: ways, digest })
export type NotificationSettings = z.infer<typeof notificationSettings>

export const notificationSettingsAnswer = notificationSettings.extend({
  /** Whether a mail server is set at all. */
  mails: z.boolean(),
  /** When the next digest is made; null when there is none. */
  next_digest_at: z.iso.datetime().nullable(),
})
export type NotificationSettingsAnswer = z.infer<typeof notificationSettingsAnswer>
