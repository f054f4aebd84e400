import { sql, type RawBuilder } from 'kysely'
import type { ActivityKind, DueRange } from '../../../model/activity.ts'
import type { Actor } from '../../platform/http/index.ts'
import { activityVisibleTo } from './activity-rights.ts'
import { isDue, type Today } from './due.ts'

/** Which activities a list is about. */
export type ActivityFilter = {
  kinds?: readonly ActivityKind[] | undefined
  state?: 'open' | 'done' | undefined
  due?: DueRange | undefined
  person?: string | undefined
  company?: string | undefined
  deal?: string | undefined
  /** The id of a user; null: nobody's. */
  assignee?: string | null | undefined
  /** Done between these days of UTC, both included. */
  done_from?: string | undefined
  done_to?: string | undefined
}

type Fragment = RawBuilder<unknown>

/** The condition on `activities a` that a filter means, of those that the caller may see. A due range means open ones. */
export function filterActivities(caller: Actor, filter: ActivityFilter, today: Today): Fragment {
  const { kinds, due, person, company, deal, assignee, done_from, done_to } = filter
  const state = due ? 'open' : filter.state
  const conditions = [sql`a.deleted_at is null`, activityVisibleTo(caller, 'view', sql`a`)]
  if (state === 'open') conditions.push(sql`a.done_at is null`)
  if (state === 'done') conditions.push(sql`a.done_at is not null`)
  if (due) conditions.push(isDue(due, today))
  if (kinds) conditions.push(sql`a.kind = any(${kinds}::text[])`)
  if (assignee === null) conditions.push(sql`a.assignee_id is null`)
  if (assignee) conditions.push(sql`a.assignee_id = ${assignee}`)
  if (done_from) conditions.push(sql`a.done_at >= ${`${done_from}T00:00:00Z`}::timestamptz`)
  if (done_to) conditions.push(sql`a.done_at < ${`${done_to}T00:00:00Z`}::timestamptz + interval '24 hours'`)
  const isOpen = state === 'open' ? sql`l.is_open` : sql`true`
  if (person) conditions.push(isAbout('person', identifiersOf(person), isOpen))
  if (company) conditions.push(isAbout('company', sql`array[${company}::uuid]`, isOpen))
  if (deal) conditions.push(isAbout('deal', sql`array[${deal}::uuid]`, isOpen))
  return sql.join(conditions, sql` and `)
}

/** Fetched first, because the planner would rather walk down the whole sorted list. */
function isAbout(kind: 'person' | 'company' | 'deal', refs: Fragment, isOpen: Fragment): Fragment {
  return sql`a.id = any(array(
    select l.activity_id from activity_links l where l.ref = any(${refs}) and l.kind = ${kind} and ${isOpen}))`
}

/** Any identifier of a person, and any former id, means the person of today. */
function identifiersOf(person: string): Fragment {
  return sql`array(
    select o.id from identifiers i join identifiers o on o.person_id = i.person_id where i.id = ${person}::uuid)`
}
