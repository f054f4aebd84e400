import { z } from 'zod'
import { dashboardFilters } from './dashboard.ts'
import { timeOfDay, timeZone } from './time-zone.ts'

const MOST_RECIPIENTS = 50
const WEEK_DAYS = 7

/** When a dashboard is mailed. */
const rhythmShape = z.object({
  every: z.enum(['week', 'month']),
  /** Of the week, where Monday is 1, or of the month; a month that is shorter has its last day instead. */
  days: z.array(z.number().int().min(1).max(31)).min(1).max(31),
  time: timeOfDay,
  time_zone: timeZone,
})
export type MailRhythm = z.infer<typeof rhythmShape>

/** To whom a dashboard is mailed, and when. */
export const dashboardMailInput = rhythmShape
  .extend({
    /** Ids of users who may see the dashboard. */
    recipients: z.array(z.string().min(1).max(100)).min(1).max(MOST_RECIPIENTS),
  })
  .refine(({ every, days }) => every === 'month' || days.every((day) => day <= WEEK_DAYS), {
    message: 'A week has the days 1 to 7.',
    path: ['days'],
  })
export type DashboardMailInput = z.infer<typeof dashboardMailInput>

const user = z.object({ id: z.string(), name: z.string() })

export const dashboardMail = rhythmShape.extend({
  id: z.uuid(),
  sender: user,
  /** `receives` is false for who wants it no more. */
  recipients: z.array(user.extend({ receives: z.boolean() })),
  next_at: z.iso.datetime(),
  may_edit: z.boolean(),
})
export type DashboardMail = z.infer<typeof dashboardMail>

export const dashboardMails = z.object({
  data: z.array(dashboardMail),
  next: z.null(),
  /** Whether a mail server is set at all. */
  mails: z.boolean(),
})
export type DashboardMails = z.infer<typeof dashboardMails>

/** Whether the caller goes on getting it. */
export const mailReceipt = z.object({ receives: z.boolean() })

/** A mail to the caller at once, with these filters or those of the dashboard. */
export const mailingInput = z.object({ filters: dashboardFilters.optional() })
export type MailingInput = z.input<typeof mailingInput>
export const mailing = z.object({ to: z.string() })
