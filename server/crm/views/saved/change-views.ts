import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type {
  SavedView,
  ViewConfig,
  ViewSharing,
  viewChange,
  viewInput,
} from '../../../../model/saved-view.ts'
import { audit, changesOf } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Queryable, Trx } from '../../../platform/relational/index.ts'
import { invalidField } from '../../invalid-field.ts'
import { requireObject } from '../../objects/find-objects.ts'
import { sortsOf } from '../columns.ts'
import { conditionOf, knownTo } from '../question.ts'
import { findView, isShownTo } from './select-views.ts'

const MOST_OF_ONE = 500

type Shared = { sharing: ViewSharing; team_id: string | null }

/** Keeps a view. Throws `not_found` for an unknown object, `validation_failed` for fields that there are not. */
export async function createView(
  trx: Trx,
  actor: Actor,
  { object, input }: { object: string; input: z.output<typeof viewInput> },
): Promise<SavedView> {
  requirePerson(actor)
  await requireObject(trx, object)
  await requireRoom(trx, actor)
  await checkConfig(trx, actor, { object, config: input.config })
  const team = await teamOf(trx, actor, input)
  const id = randomUUID()
  await sql`
    insert into saved_views (id, object, name, owner_id, sharing, team_id, config)
    values (${id}, ${object}, ${input.name}, ${actor.id}, ${input.sharing}, ${team}, ${JSON.stringify(input.config)}::jsonb)`.execute(
    trx,
  )
  await audit(trx, actor, {
    action: 'view.created',
    subject: { type: 'view', id, name: input.name },
    details: { object, sharing: input.sharing },
  })
  return findView(trx, actor, id)
}

/** Changes a view. Throws `not_found`, `forbidden` for somebody else's, `conflict` when it was changed since. */
export async function changeView(
  trx: Trx,
  actor: Actor,
  { id, change }: { id: string; change: z.output<typeof viewChange> },
): Promise<SavedView> {
  const before = await lockView(trx, actor, id)
  if (change.version !== undefined && change.version !== before.version)
    throw fail('conflict', `Somebody else changed the view ${before.name} in the meantime.`, {
      version: before.version,
    })
  const { object } = before
  if (change.config) await checkConfig(trx, actor, { object, config: change.config })
  const after = {
    name: change.name ?? before.name,
    sharing: change.sharing ?? before.sharing,
    team_id: change.team_id === undefined ? (before.team?.id ?? null) : change.team_id,
    config: change.config ?? before.config,
  }
  const isShared = change.sharing !== undefined || change.team_id !== undefined
  const team = isShared ? await teamOf(trx, actor, after) : after.team_id
  await sql`
    update saved_views set name = ${after.name}, sharing = ${after.sharing}, team_id = ${team},
      config = ${JSON.stringify(after.config)}::jsonb, version = version + 1, updated_at = now()
    where id = ${id}::uuid`.execute(trx)
  await audit(trx, actor, {
    action: 'view.changed',
    subject: { type: 'view', id, name: after.name },
    details: changesOf({ ...before, team_id: before.team?.id ?? null }, { ...after, team_id: team }),
  })
  return findView(trx, actor, id)
}

/** Takes a view away from everybody who has it; it can be restored. Throws `not_found`, `forbidden`. */
export async function deleteView(trx: Trx, actor: Actor, id: string): Promise<void> {
  const { name } = await lockView(trx, actor, id)
  await sql`update saved_views set deleted_at = now() where id = ${id}::uuid`.execute(trx)
  await audit(trx, actor, { action: 'view.deleted', subject: { type: 'view', id, name } })
}

/** Undoes the deletion of a view of the caller's own. Throws `not_found`. */
export async function restoreView(trx: Trx, actor: Actor, id: string): Promise<SavedView> {
  const { rows } = await sql<{ name: string }>`
    update saved_views set deleted_at = null where id = ${id}::uuid and owner_id = ${actor.id} and deleted_at is not null
    returning name`.execute(trx)
  if (rows[0])
    await audit(trx, actor, {
      action: 'view.restored',
      subject: { type: 'view', id, name: rows[0].name },
    })
  return findView(trx, actor, id)
}

/** Lets the caller's list of an object open with a view, or as it is for everybody. Throws `not_found`. */
export async function setDefaultView(
  trx: Trx,
  actor: Actor,
  { object, viewId }: { object: string; viewId: string | null },
): Promise<void> {
  requirePerson(actor)
  await requireObject(trx, object)
  await sql`delete from view_defaults where user_id = ${actor.id} and object = ${object}`.execute(trx)
  if (viewId === null) return
  const view = await findView(trx, actor, viewId)
  if (view.object !== object) throw invalidField('view_id', 'This is a view of another object.')
  await sql`
    insert into view_defaults (user_id, object, view_id) values (${actor.id}, ${object}, ${viewId}::uuid)
    on conflict (user_id, object) do update set view_id = excluded.view_id`.execute(trx)
}

/** Views and favourites are somebody's; a program has none. */
export function requirePerson({ type }: Actor): void {
  if (type !== 'user') throw fail('forbidden', 'Only users keep views and favourites, not API keys.')
}

async function lockView(trx: Trx, actor: Actor, id: string): Promise<SavedView> {
  await sql`select from saved_views v where v.id = ${id}::uuid and ${isShownTo(actor)} for update`.execute(
    trx,
  )
  const view = await findView(trx, actor, id)
  if (!view.may_edit)
    throw fail('forbidden', `${view.name} is ${view.owner.name}’s. Save it under another name to change it.`)
  return view
}

async function requireRoom(trx: Trx, { id }: Actor): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from saved_views where owner_id = ${id} and deleted_at is null`.execute(trx)
  if ((rows[0]?.count ?? 0) >= MOST_OF_ONE)
    throw fail('conflict', `You keep ${MOST_OF_ONE} views, which is as many as can be. Delete some first.`)
}

/** A view that could not be opened is refused when it is kept, not when somebody needs it. */
async function checkConfig(
  db: Queryable,
  actor: Actor,
  { object, config }: { object: string; config: ViewConfig },
): Promise<void> {
  const known = await knownTo(db, actor, { object, filter: config.filter })
  if (config.sort) sortsOf(known, config.sort)
  if (config.filter) await conditionOf(db, known, { filter: config.filter })
}

/** The team that something is shared with; null when it is with none. Throws `validation_failed` for one that the caller is not in. */
export async function teamOf(
  trx: Trx,
  { grants }: Actor,
  { sharing, team_id }: Shared,
): Promise<string | null> {
  if (sharing !== 'team') return null
  if (team_id === null) throw invalidField('team_id', 'Say with which team it is shared.')
  const { rows } = await sql`select from teams where id = ${team_id}::uuid`.execute(trx)
  if (rows.length === 0) throw invalidField('team_id', 'There is no team with this id.')
  if (!grants.isOwner && !grants.teams.includes(team_id))
    throw invalidField('team_id', 'You are not in this team.')
  return team_id
}
