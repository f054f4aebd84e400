import { z } from 'zod'
import { activityKinds } from './activity-kinds.ts'
import { notificationKinds } from './notification-settings.ts'

export type ActivityKind = (typeof activityKinds)[number]

export const priorities = ['low', 'normal', 'high'] as const
export type Priority = (typeof priorities)[number]

/** What a kind of activity may have come to, and how that is called. */
export const outcomes: Record<ActivityKind, Record<string, string>> = {
  call: {
    connected: 'Spoke with them',
    left_message: 'Left a message',
    no_answer: 'No answer',
    busy: 'Busy',
    wrong_number: 'Wrong number',
  },
  meeting: { held: 'Took place', no_show: 'Nobody came', postponed: 'Postponed', cancelled: 'Cancelled' },
  email: {},
  task: {},
  note: {},
}

const MAX_LINKS = 20
const MAX_TEXT = 20_000
const MAX_MINUTES = 60 * 24 * 30

const plain = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !text.includes('\0'), 'must not contain a NUL character')
const moment = z.iso
  .datetime({ offset: true })
  .refine((at) => at >= '1900' && at < '2200', 'must lie between 1900 and 2200')
const day = z.iso.date().refine((at) => at >= '1900' && at < '2200', 'must lie between 1900 and 2200')
const ids = z.array(z.uuid()).max(MAX_LINKS)

const colleague = z.object({ id: z.string().nullable(), name: z.string() })

export const activity = z.object({
  id: z.uuid(),
  kind: z.enum(activityKinds),
  subject: z.string(),
  /** Simple Markdown. */
  body: z.string(),
  /** The colleagues whom the text mentions as `@Name`. */
  mentions: z.array(z.object({ id: z.string(), name: z.string() })),
  /** The moment when it is due, or `due_on`, the day; both null when it has no date. */
  due_at: z.iso.datetime().nullable(),
  due_on: z.iso.date().nullable(),
  duration_minutes: z.number().nullable(),
  remind_at: z.iso.datetime().nullable(),
  outcome: z.string().nullable(),
  priority: z.enum(priorities),
  assignee: colleague.nullable(),
  author: colleague,
  people: z.array(z.object({ id: z.uuid(), name: z.string().nullable(), email: z.string().nullable() })),
  companies: z.array(z.object({ id: z.uuid(), name: z.string().nullable(), group_id: z.string() })),
  deals: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** When it was done or happened; null while it is open. */
  done_at: z.iso.datetime().nullable(),
  version: z.number(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})
export type Activity = z.infer<typeof activity>

const fields = {
  subject: plain(300),
  body: plain(MAX_TEXT),
  due_at: moment.nullable(),
  due_on: day.nullable(),
  duration_minutes: z.number().int().min(1).max(MAX_MINUTES).nullable(),
  remind_at: moment.nullable(),
  outcome: z.string().max(100).nullable(),
  priority: z.enum(priorities),
  assignee_id: z.string().max(200).nullable(),
}

/** What an activity is about. */
const links = { person_ids: ids, company_ids: ids, deal_ids: ids }

const ONE_DUE = { message: 'Give due_at or due_on, not both.', path: ['due_on'] }
const hasOneDue = (input: { due_at?: string | null | undefined; due_on?: string | null | undefined }) =>
  !input.due_at || !input.due_on

const newActivity = z.object({
  kind: z.enum(activityKinds),
  ...z.object({ ...fields, ...links }).partial().shape,
  /** Whether it is done already, as a logged call is; a note always is. */
  done: z.boolean().default(false),
  done_at: moment.optional(),
})
const needsSubject = (input: {
  kind: ActivityKind
  subject?: string | undefined
  body?: string | undefined
}) => Boolean(input.subject) || (input.kind === 'note' && Boolean(input.body))
const SUBJECT = { message: 'Say in a few words what it is about.', path: ['subject'] }

/**
 * A new activity. A deal without `person_ids` and `company_ids` brings its own person and company along; a user who
 * makes one has it to do, unless `assignee_id` says otherwise.
 */
export const activityInput = newActivity.refine(hasOneDue, ONE_DUE).refine(needsSubject, SUBJECT)
export type ActivityInput = z.input<typeof activityInput>

/** A new task: an activity whose kind is known. */
export const taskInput = newActivity
  .omit({ kind: true })
  .refine(hasOneDue, ONE_DUE)
  .refine(({ subject }) => Boolean(subject), SUBJECT)

/** A change of an activity. With `version`, it is refused (409) when somebody else changed the activity since. */
export const activityChange = z
  .object({ ...fields, ...links, done: z.boolean(), done_at: moment, version: z.number().int() })
  .partial()
  .refine(hasOneDue, ONE_DUE)
export type ActivityChange = z.input<typeof activityChange>

const MAX_BULK = 200
export const activityChanges = z.object({
  changes: z
    .array(z.object({ id: z.uuid(), change: activityChange }))
    .min(1)
    .max(MAX_BULK),
})
/** What came of many changes: each is made or refused by itself. */
export const activityChangesAnswer = z.object({
  changed: z.array(activity),
  refused: z.array(z.object({ id: z.uuid(), code: z.string(), message: z.string() })),
})
export type ActivityChangesAnswer = z.infer<typeof activityChangesAnswer>

export const activitySorts = ['due', '-done_at', '-created_at'] as const
export type ActivitySort = (typeof activitySorts)[number]

/** Which activities a list is about, as the API is asked. */
export type ActivitiesQuery = {
  kind?: ActivityKind | undefined
  state?: 'open' | 'done' | undefined
  due?: DueRange | undefined
  person?: string | undefined
  company?: string | undefined
  deal?: string | undefined
  /** The id of a user, "me" or "nobody". */
  assignee?: string | undefined
  /** Done between these days of UTC, both included. */
  done_from?: string | undefined
  done_to?: string | undefined
  sort?: ActivitySort | undefined
  zone?: string | undefined
}

export const dueRanges = ['overdue', 'today', 'upcoming', 'none'] as const
export type DueRange = (typeof dueRanges)[number]

/** A deal that somebody should do something about, and why. */
export const suggestion = z.object({
  reason: z.enum(['close_date_passed', 'nothing_planned']),
  deal: z.object({
    id: z.uuid(),
    name: z.string(),
    pipeline_id: z.uuid(),
    stage_id: z.uuid(),
    amount: z.number().nullable(),
    currency: z.string(),
    expected_close_on: z.iso.date().nullable(),
    quiet_since: z.iso.datetime(),
  }),
})
export type Suggestion = z.infer<typeof suggestion>

export const myDay = z.object({
  overdue: z.array(activity),
  today: z.array(activity),
  meetings: z.array(activity),
  suggested: z.array(suggestion),
  /** Done since the day began. */
  done_today: z.number(),
})
export type MyDay = z.infer<typeof myDay>

/** A text that is written again and again, in simple Markdown. */
export const snippet = z.object({ id: z.uuid(), name: z.string(), text: z.string() })
export type Snippet = z.infer<typeof snippet>
export const snippetInput = z.object({ name: plain(100).min(1), text: plain(MAX_TEXT).min(1) })

export const notification = z.object({
  id: z.number(),
  kind: z.enum(notificationKinds),
  title: z.string(),
  text: z.string(),
  actor_name: z.string().nullable(),
  subject_type: z.string(),
  subject_id: z.string(),
  created_at: z.iso.datetime(),
  read_at: z.iso.datetime().nullable(),
})
export type Notification = z.infer<typeof notification>
