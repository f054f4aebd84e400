import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Activity, activityInput, ActivityKind } from '../../../model/activity.ts'
import { systemActor } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { newLinks, storeLinks } from './activity-links.ts'
import { checkOutcome } from './check-outcome.ts'
import { dueColumns } from './due.ts'
import { findActivity, readWritten } from './find-activity.ts'
import { mentionedUsers } from './mentioned-users.ts'
import { recordActivity } from './record-activity.ts'
import { requireAssignee } from './require-assignee.ts'
import { tellColleagues } from './tell-colleagues.ts'

type Input = z.output<typeof activityInput>

/** Makes an activity. Throws `validation_failed` for an outcome of another kind and for what it names and does not exist. */
export async function createActivity({ db, clock }: Platform, actor: Actor, input: Input): Promise<Activity> {
  const at = new Date(clock.now())
  return db
    .transaction()
    .execute(async (trx) => readWritten(trx, actor, await createActivityIn(trx, actor, { input, at })))
}

type NewActivity = { input: Input; at: Date }

/** The same in a transaction of the caller, for who makes many and reads none of them. Gives the id. */
export async function createActivityIn(trx: Trx, actor: Actor, { input, at }: NewActivity): Promise<string> {
  checkOutcome(input.kind, input.outcome)
  const links = await newLinks(trx, actor, input)
  const id = await insertActivity(trx, actor, { input, at })
  await storeLinks(trx, { id, links, isOpen: doneAt(input, at) === null })
  const made = await findActivity(trx, systemActor, id)
  await recordActivity(trx, actor, { story: 'created', activity: made, links, at })
  await tellColleagues(trx, actor, { before: null, activity: made, at })
  return id
}

async function insertActivity(trx: Trx, actor: Actor, { input, at }: NewActivity): Promise<string> {
  const id = randomUUID()
  const isUser = actor.type === 'user'
  const itself = isUser && input.kind !== 'note' ? actor.id : null
  const assignee = await requireAssignee(trx, input.assignee_id === undefined ? itself : input.assignee_id)
  const { dueAt, allDay } = dueColumns(input)
  const body = input.body ?? ''
  await sql`
    insert into activities (id, kind, subject, body, mentions, due_at, all_day, duration_minutes, remind_at, outcome,
      priority, assignee_id, assignee_name, author_id, author_name, done_at, created_at, updated_at)
    values (${id}, ${input.kind}, ${input.subject ?? ''}, ${body}, ${JSON.stringify(await mentionedUsers(trx, body))}::jsonb,
      ${dueAt}, ${allDay}, ${input.duration_minutes ?? null}, ${input.remind_at ?? null}, ${input.outcome ?? null},
      ${input.priority ?? 'normal'}, ${assignee?.id ?? null}, ${assignee?.name ?? null}, ${isUser ? actor.id : null},
      ${actor.name}, ${doneAt(input, at)}, ${at}, ${at})`.execute(trx)
  return id
}

/** A note has nothing to do. */
function doneAt(
  input: { kind: ActivityKind; done: boolean; done_at?: string | undefined },
  at: Date,
): Date | null {
  if (input.done_at) return new Date(input.done_at)
  return input.done || input.kind === 'note' ? at : null
}
