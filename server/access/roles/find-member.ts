import { sql } from 'kysely'
import type { User } from '../../../model/access.ts'
import { combineRoles, type Grants, type HeldRole } from '../../../model/rights.ts'
import { permissionsOf, type Permission } from '../../../model/roles.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { withoutSensitive } from '../rights/sensitive-traits.ts'
import { heldRole, type RoleRow } from './held-role.ts'

/** A user with all that the roles and teams of theirs come to. */
export type Member = { user: User; permissions: ReadonlySet<Permission>; grants: Grants }

type Row = Omit<User, 'created_at' | 'roles'> & {
  created_at: Date
  roles: RoleRow[]
  below: string[]
  colleagues: string[]
  sensitive: string[]
}

/** The user with this id and what they may do; null when there is none. */
export async function findMember(db: Queryable, userId: string): Promise<Member | null> {
  const { rows } = await sql<Row>`
    with recursive mine as (
      select team_id as id from team_members where user_id = ${userId}
      union
      select t.id from teams t join mine on t.parent_id = mine.id
    )
    select u.id, u.name, u.email, u.created_at,
      exists (select from second_factors where user_id = u.id and secret is not null) as two_factor,
      not exists (select from accounts where user_id = u.id) as invited,
      (select coalesce(jsonb_agg(to_jsonb(r) order by r.id), '[]')
        from user_roles h join roles r on r.id = h.role_id where h.user_id = u.id) as roles,
      array(select team_id from team_members where user_id = u.id order by team_id) as teams,
      array(select id from mine) as below,
      array(select distinct m.user_id from team_members m join mine on mine.id = m.team_id) as colleagues,
      array(select name from traits where sensitive) as sensitive
    from users u where u.id = ${userId}`.execute(db)
  const [row] = rows
  if (!row) return null
  const { roles, below, colleagues, sensitive, created_at, ...user } = row
  const held = roles.map(heldRole)
  return {
    user: { ...user, roles: held.map(({ id }) => id), created_at: created_at.toISOString() },
    ...accessOf(held, { teams: below, colleagues, sensitive }),
  }
}

type Around = { teams: string[]; colleagues: string[]; sensitive: string[] }

function accessOf(roles: HeldRole[], { teams, colleagues, sensitive }: Around): Omit<Member, 'user'> {
  const access = combineRoles(roles)
  const isOwner = roles.some(({ id }) => id === 'owner')
  const permissions = new Set(permissionsOf(access))
  const fields = withoutSensitive(access.fields, permissions, sensitive)
  return { permissions, grants: { isOwner, rights: access.rights, fields, roles, teams, colleagues } }
}
