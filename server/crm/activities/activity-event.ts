import type { Activity, ActivityKind } from '../../../model/activity.ts'
import { startOf } from '../../../model/text.ts'
import type { InternalEvent } from '../../platform/outbox/index.ts'
import { defined } from '../deals/deal-event.ts'
import type { Links } from './activity-links.ts'

const TEXT_ON_TIMELINE = 2_000

export type ActivityStory = 'created' | 'completed' | 'reopened' | 'changed' | 'deleted' | 'restored'

/** How a kind of activity is called on timelines while it is planned, and when it is done. */
const names: Record<ActivityKind, { noun: string; planned: string; done: string }> = {
  call: { noun: 'Call', planned: 'Call Planned', done: 'Call Logged' },
  meeting: { noun: 'Meeting', planned: 'Meeting Planned', done: 'Meeting Held' },
  email: { noun: 'E-mail', planned: 'E-mail Planned', done: 'E-mail Logged' },
  task: { noun: 'Task', planned: 'Task Created', done: 'Task Completed' },
  note: { noun: 'Note', planned: 'Note Added', done: 'Note Added' },
}

/** How the event is called that tells of this. */
function eventName(story: ActivityStory, { kind, done_at }: Pick<Activity, 'kind' | 'done_at'>): string {
  const { noun, planned, done } = names[kind]
  switch (story) {
    case 'created':
      return done_at === null ? planned : done
    case 'completed':
      return done
    case 'reopened':
      return `${noun} Reopened`
    case 'changed':
      return `${noun} Updated`
    case 'deleted':
      return `${noun} Deleted`
    case 'restored':
      return `${noun} Restored`
  }
}

export type ActivityRecord = {
  story: ActivityStory
  /** As it is after the change. */
  activity: Activity
  links: Links
  /** The fields that have another value now. */
  changed?: string[]
  at: Date
}

/** The events that tell of it on the timeline of each person and company: one a person, with the first company. */
export function activityEvents({ story, activity, links, changed, at }: ActivityRecord): InternalEvent[] {
  const [company = null, ...otherCompanies] = links.companyIds
  const event = {
    type: 'track' as const,
    event: eventName(story, activity),
    at: happenedAt(story, activity, at),
    properties: defined({
      subject: activity.subject || undefined,
      outcome: activity.outcome ?? undefined,
      text: startOf(activity.body, TEXT_ON_TIMELINE) || undefined,
      due: activity.due_on ?? activity.due_at ?? undefined,
      duration_minutes: activity.duration_minutes ?? undefined,
      assignee: activity.assignee?.name,
      deal_name: activity.deals[0]?.name,
      changed,
      activity_id: activity.id,
      activity_kind: activity.kind,
      deal_id: activity.deals[0]?.id,
    }),
  }
  const people = links.personRefs.length > 0 || company === null ? links.personRefs : [null]
  return [
    ...people.map((personRef) => ({ ...event, personRef, companyRef: company })),
    ...otherCompanies.map((companyRef) => ({ ...event, personRef: null, companyRef })),
  ]
}

/** A call logged an hour later stands where it happened. */
function happenedAt(story: ActivityStory, { done_at }: Activity, at: Date): Date {
  return done_at !== null && (story === 'created' || story === 'completed') ? new Date(done_at) : at
}
