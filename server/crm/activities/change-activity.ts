import { sql } from 'kysely'
import type { Activity, ActivityChange } from '../../../model/activity.ts'
import { systemActor } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { defined } from '../deals/deal-event.ts'
import { invalidField } from '../invalid-field.ts'
import type { ActivityStory } from './activity-event.ts'
import { changedLinks, linksOf, storeLinks } from './activity-links.ts'
import { checkOutcome } from './check-outcome.ts'
import { dueColumns } from './due.ts'
import { findActivity, lockActivity, readWritten } from './find-activity.ts'
import { mentionedUsers } from './mentioned-users.ts'
import { recordActivity } from './record-activity.ts'
import { requireAssignee } from './require-assignee.ts'
import { tellColleagues } from './tell-colleagues.ts'

/**
 * Changes an activity, completes or reopens it. Throws `conflict` when `version` is given and somebody else changed it
 * since (`details.current` is what it is now), `validation_failed` for what cannot be.
 */
export async function changeActivity(
  { db, clock }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: ActivityChange },
): Promise<Activity> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    const before = await lockActivity(trx, actor, id)
    await refuseStale(trx, actor, before, change.version)
    checkOutcome(before.kind, change.outcome)
    const after = afterChange(before, change, at)
    const links = await storeChange(trx, actor, { id, change, after })
    const activity = await findActivity(trx, systemActor, id)
    const changed = changedNames(before, activity)
    if (changed.length === 0) return readWritten(trx, actor, id)
    await sql`update activities set version = version + 1, updated_at = ${at} where id = ${id}`.execute(trx)
    const counted = { ...activity, version: activity.version + 1, updated_at: at.toISOString() }
    await recordActivity(trx, actor, {
      story: storyOf(before, activity),
      activity: counted,
      links,
      changed,
      at,
    })
    await tellColleagues(trx, actor, { before, activity: counted, at })
    return readWritten(trx, actor, id)
  })
}

async function refuseStale(
  trx: Trx,
  actor: Actor,
  { id, version }: Activity,
  known: number | undefined,
): Promise<void> {
  if (known === undefined || known === version) return
  throw fail('conflict', 'Somebody else changed this in the meantime. Reload it and try again.', {
    version,
    current: await readWritten(trx, actor, id),
  })
}

/** Only something that is open can be due; what is changed again must not remind again of what is past. */
function afterChange(before: Activity, change: ActivityChange, at: Date): Activity {
  const { done, done_at } = change
  const due = change.due_at || change.due_on ? { due_at: null, due_on: null } : {}
  const after = { ...before, ...due, ...plainFields(change) }
  if (done === false && before.kind === 'note') throw invalidField('done', 'A note has nothing to do.')
  if (done === false) return { ...after, done_at: null, outcome: change.outcome ?? null }
  if (done_at) return { ...after, done_at: new Date(done_at).toISOString() }
  return done && before.done_at === null ? { ...after, done_at: at.toISOString() } : after
}

type PlainField =
  | 'subject'
  | 'body'
  | 'due_at'
  | 'due_on'
  | 'duration_minutes'
  | 'remind_at'
  | 'outcome'
  | 'priority'

/** The fields of a change that are kept as they were sent; what was not sent is left out. */
function plainFields(change: ActivityChange): Partial<Pick<Activity, PlainField>> {
  const { subject, body, due_at, due_on, duration_minutes, remind_at, outcome, priority } = change
  return defined({ subject, body, due_at, due_on, duration_minutes, remind_at, outcome, priority })
}

async function storeChange(
  trx: Trx,
  actor: Actor,
  { id, change, after }: { id: string; change: ActivityChange; after: Activity },
) {
  const { dueAt, allDay } = dueColumns(after)
  const assignee =
    change.assignee_id === undefined ? after.assignee : await requireAssignee(trx, change.assignee_id)
  const mentions = change.body === undefined ? after.mentions : await mentionedUsers(trx, change.body)
  await sql`
    update activities set subject = ${after.subject}, body = ${after.body}, mentions = ${JSON.stringify(mentions)}::jsonb,
      due_at = ${dueAt}, all_day = ${allDay}, duration_minutes = ${after.duration_minutes},
      reminded_at = case when remind_at is not distinct from ${after.remind_at}::timestamptz then reminded_at end,
      remind_at = ${after.remind_at}, outcome = ${after.outcome}, priority = ${after.priority},
      assignee_id = ${assignee?.id ?? null}, assignee_name = ${assignee?.name ?? null}, done_at = ${after.done_at}
    where id = ${id}`.execute(trx)
  const links = await (namesLinks(change)
    ? changedLinks(trx, actor, { id, named: change })
    : linksOf(trx, id))
  if (namesLinks(change) || change.done !== undefined || change.done_at !== undefined)
    await storeLinks(trx, { id, links, isOpen: after.done_at === null })
  return links
}

function namesLinks({ person_ids, company_ids, deal_ids }: ActivityChange): boolean {
  return Boolean(person_ids ?? company_ids ?? deal_ids)
}

const compared = [
  'subject',
  'body',
  'due_at',
  'due_on',
  'duration_minutes',
  'remind_at',
  'outcome',
  'priority',
  'assignee',
  'people',
  'companies',
  'deals',
  'done_at',
] as const satisfies readonly (keyof Activity)[]

/** The names of the fields that have another value than before. */
function changedNames(before: Activity, after: Activity): string[] {
  return compared.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}

function storyOf(before: Activity, after: Activity): ActivityStory {
  if (before.done_at === null && after.done_at !== null) return 'completed'
  return before.done_at !== null && after.done_at === null ? 'reopened' : 'changed'
}
