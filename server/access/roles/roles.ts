import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Role, roleChange, roleInput } from '../../../model/role.ts'
import { ANY_OBJECT, everyAction, type RoleAccess } from '../../../model/rights.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { audit, changesOf } from '../audit.ts'
import { requireAuthorityFor } from '../user-rules.ts'
import { heldRole, isBuiltIn, type RoleRow } from './held-role.ts'

type Row = RoleRow & { description: string; built_in: boolean; users: number }

/** All roles with how many users hold each: those of every installation first, then by name. There are few. */
export async function listRoles(db: Queryable): Promise<Role[]> {
  return selectRoles(db, null)
}

/** Makes a role. Throws `forbidden` when it may do more than its maker, `conflict` when the name is taken. */
export async function createRole(
  { db }: Platform,
  actor: Actor,
  input: z.output<typeof roleInput>,
): Promise<Role> {
  requireAuthorityFor(actor, input)
  const id = randomUUID()
  return db.transaction().execute(async (trx) => {
    await refuseTakenName(trx, id, input.name)
    await sql`insert into roles (id, name) values (${id}, ${input.name})`.execute(trx)
    const role = await store(trx, id, input)
    await audit(trx, actor, { action: 'role.created', subject: subjectOf(role), details: accessOf(role) })
    return role
  })
}

/**
 * Changes a role, for everybody who holds it from their next request on. Throws `forbidden` when it may do more than the
 * actor before or after, `conflict` for a role that every installation has.
 */
export async function changeRole(
  { db }: Platform,
  actor: Actor,
  { id, change }: { id: string; change: z.output<typeof roleChange> },
): Promise<Role> {
  return db.transaction().execute(async (trx) => {
    const before = await lockRole(trx, id)
    const after = merged(before, change)
    requireAuthorityFor(actor, before)
    requireAuthorityFor(actor, after)
    await refuseTakenName(trx, id, after.name)
    const role = await store(trx, id, after)
    const details = changesOf(accessOf(before), accessOf(role))
    await audit(trx, actor, { action: 'role.changed', subject: subjectOf(role), details })
    return role
  })
}

/** Removes a role that nobody holds. Throws `conflict` while somebody does. */
export async function removeRole({ db }: Platform, actor: Actor, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const role = await lockRole(trx, id)
    requireAuthorityFor(actor, role)
    if (role.users > 0)
      throw fail('conflict', 'Somebody still has this role. Give them another one first, then remove it.')
    if (await isGivenBySignOn(trx, id))
      throw fail('conflict', 'The settings of sign-on name this role. Take it out of them first.')
    await sql`delete from roles where id = ${id}`.execute(trx)
    await audit(trx, actor, { action: 'role.removed', subject: subjectOf(role), details: accessOf(role) })
  })
}

async function isGivenBySignOn(trx: Trx, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from sign_on_providers
    where default_role = ${id} or group_roles @> jsonb_build_array(jsonb_build_object('role', ${id}::text))
    union all
    select from settings where key = 'sign_on_policy' and value -> 'two_factor_roles' ? ${id}`.execute(trx)
  return rows.length > 0
}

function merged(before: Role, change: z.output<typeof roleChange>): Stored {
  return {
    name: change.name ?? before.name,
    description: change.description ?? before.description,
    permissions: change.permissions ?? before.permissions,
    rights: change.rights ?? before.rights,
    fields: change.fields ?? before.fields,
  }
}

async function selectRoles(db: Queryable, id: string | null): Promise<Role[]> {
  const { rows } = await sql<Row>`
    select r.id, r.name, r.description, r.built_in, r.permissions, r.rights, r.fields,
      (select count(*) from user_roles h where h.role_id = r.id) as users
    from roles r where ${id === null ? sql`true` : sql`r.id = ${id}`}
    order by not r.built_in,
      case r.id when 'owner' then 0 when 'admin' then 1 when 'member' then 2 when 'read_only' then 3 else 4 end,
      lower(r.name), r.id`.execute(db)
  return rows.map(({ description, built_in, users, ...row }) => {
    const { id: roleId, name, permissions, rights, fields } = heldRole(row)
    return { id: roleId, name, description, built_in, permissions: [...permissions], rights, fields, users }
  })
}

async function lockRole(trx: Trx, id: string): Promise<Role> {
  if (isBuiltIn(id))
    throw fail('conflict', 'This role comes with Kith and cannot be changed. Make a role of your own.')
  await sql`select from roles where id = ${id} for update`.execute(trx)
  const [role] = await selectRoles(trx, id)
  if (!role) throw fail('not_found', 'There is no role with this id.')
  return role
}

async function refuseTakenName(trx: Trx, id: string, name: string): Promise<void> {
  const { rows } = await sql`
    select from roles where lower(name) = ${name.toLowerCase()} and id <> ${id}`.execute(trx)
  if (rows.length > 0) throw fail('conflict', 'There is already a role with this name.')
}

type Stored = RoleAccess & { name: string; description: string }

/** What a role does not say about objects that come later is nothing: that is written down, too. */
async function store(trx: Trx, id: string, role: Stored): Promise<Role> {
  const rights = { [ANY_OBJECT]: everyAction('none'), ...role.rights }
  await sql`
    update roles set name = ${role.name}, description = ${role.description}, permissions = ${[...role.permissions]}::text[],
      rights = ${JSON.stringify(rights)}::jsonb, fields = ${JSON.stringify(role.fields)}::jsonb, updated_at = now()
    where id = ${id}`.execute(trx)
  const [stored] = await selectRoles(trx, id)
  if (!stored) throw fail('internal')
  return stored
}

function accessOf({ name, description, permissions, rights, fields }: Role) {
  return { name, description, permissions, rights, fields }
}

function subjectOf({ id, name }: Role) {
  return { type: 'role', id, name }
}
