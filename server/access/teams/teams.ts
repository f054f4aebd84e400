import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Team, teamChange, teamInput } from '../../../model/role.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { audit, changesOf } from '../audit.ts'

const TEAMS_LOCK = 714_202_605

/** All teams with their members, by name. */
export function listTeams(db: Queryable): Promise<Team[]> {
  return selectTeams(db, null)
}

/** Makes a team. Throws `conflict` when the name is taken, `validation_failed` for an unknown team above or member. */
export async function createTeam(
  { db }: Platform,
  actor: Actor,
  input: z.output<typeof teamInput>,
): Promise<Team> {
  const id = randomUUID()
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${TEAMS_LOCK})`.execute(trx)
    const team = await store(trx, { id, ...input })
    await audit(trx, actor, { action: 'team.created', subject: subjectOf(team), details: detailsOf(team) })
    return team
  })
}

/** Changes a team's name, place or members. Throws `validation_failed` when it would come to lie below itself. */
export async function changeTeam(
  { db }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: z.output<typeof teamChange> },
): Promise<Team> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${TEAMS_LOCK})`.execute(trx)
    const before = await requireTeam(trx, id)
    const team = await store(trx, {
      id,
      name: change.name ?? before.name,
      parent_id: change.parent_id === undefined ? before.parent_id : change.parent_id,
      members: change.members ?? before.members.map((member) => member.id),
    })
    const details = changesOf(detailsOf(before), detailsOf(team))
    await audit(trx, actor, { action: 'team.changed', subject: subjectOf(team), details })
    return team
  })
}

/** Removes a team. Throws `conflict` while there are teams below. */
export async function removeTeam({ db }: Platform, actor: Actor, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${TEAMS_LOCK})`.execute(trx)
    const team = await requireTeam(trx, id)
    const { rows } = await sql`select from teams where parent_id = ${id}::uuid limit 1`.execute(trx)
    if (rows.length > 0)
      throw fail('conflict', 'There are teams below this one. Move or remove them first, then remove it.')
    await sql`delete from teams where id = ${id}::uuid`.execute(trx)
    await audit(trx, actor, { action: 'team.removed', subject: subjectOf(team), details: detailsOf(team) })
  })
}

async function selectTeams(db: Queryable, id: string | null): Promise<Team[]> {
  const { rows } = await sql<Team>`
    select t.id, t.name, t.parent_id,
      (select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) order by u.name, u.id), '[]')
        from team_members m join users u on u.id = m.user_id where m.team_id = t.id) as members
    from teams t where ${id === null ? sql`true` : sql`t.id = ${id}::uuid`} order by lower(t.name)`.execute(
    db,
  )
  return rows
}

async function requireTeam(trx: Trx, id: string): Promise<Team> {
  const [team] = await selectTeams(trx, id)
  if (!team) throw fail('not_found', 'There is no team with this id.')
  return team
}

type Stored = { id: string; name: string; parent_id: string | null; members: string[] }

async function store(trx: Trx, team: Stored): Promise<Team> {
  await refuseTakenName(trx, team)
  await refuseCircle(trx, team)
  await sql`
    insert into teams (id, name, parent_id) values (${team.id}, ${team.name}, ${team.parent_id}::uuid)
    on conflict (id) do update set name = excluded.name, parent_id = excluded.parent_id`.execute(trx)
  await storeMembers(trx, team)
  return requireTeam(trx, team.id)
}

async function refuseTakenName(trx: Trx, { id, name }: Stored): Promise<void> {
  const { rows } = await sql`
    select from teams where lower(name) = ${name.toLowerCase()} and id <> ${id}::uuid`.execute(trx)
  if (rows.length > 0) throw fail('conflict', 'There is already a team with this name.')
}

async function refuseCircle(trx: Trx, { id, parent_id }: Stored): Promise<void> {
  if (parent_id === null) return
  const { rows } = await sql<{ id: string }>`
    with recursive above as (
      select t.id, t.parent_id from teams t where t.id = ${parent_id}::uuid
      union
      select t.id, t.parent_id from teams t join above a on t.id = a.parent_id
    )
    select id from above`.execute(trx)
  if (rows.length === 0) throw invalid('parent_id', 'There is no team with this id.')
  if (rows.some((row) => row.id === id)) throw invalid('parent_id', 'A team cannot lie below itself.')
}

async function storeMembers(trx: Trx, { id, members }: Stored): Promise<void> {
  const unique = [...new Set(members)]
  await sql`delete from team_members where team_id = ${id}::uuid and user_id <> all(${unique}::text[])`.execute(
    trx,
  )
  await sql`
    insert into team_members (team_id, user_id)
    select ${id}::uuid, u.id from users u where u.id = any(${unique}::text[]) on conflict do nothing`.execute(
    trx,
  )
  const { rows } = await sql`select from team_members where team_id = ${id}::uuid`.execute(trx)
  if (rows.length < unique.length) throw invalid('members', 'One of these users does not exist any more.')
}

function invalid(field: string, problem: string) {
  return fail('validation_failed', `${field}: ${problem}`, [{ field, problem }])
}

function detailsOf({ name, parent_id, members }: Team) {
  return { name, parent_id, members: members.map((member) => member.name) }
}

function subjectOf({ id, name }: Team) {
  return { type: 'team', id, name }
}
