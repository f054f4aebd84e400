import { sql } from 'kysely'
import { exceeds } from '../../model/exceeds.ts'
import { combineRoles, type RoleAccess } from '../../model/rights.ts'
import { permissionsOf } from '../../model/roles.ts'
import { fail } from '../platform/errors.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Queryable, Trx } from '../platform/relational/index.ts'
import { heldRole, type RoleRow } from './roles/held-role.ts'

/**
 * Whether this actor may give these roles, or change somebody who has them: only an owner for owners, and nobody for
 * roles that may do more than he may himself, so that a key to manage users opens nothing else. Throws `forbidden`,
 * and `validation_failed` for a role that does not exist.
 */
export async function requireAuthorityOver(db: Queryable, actor: Actor, roleIds: string[]): Promise<void> {
  if (actor.type !== 'system' && !actor.grants.isOwner && roleIds.includes('owner'))
    throw fail('forbidden', 'Only an owner can make, change or remove owners.')
  const { rows } = await sql<RoleRow>`
    select id, name, permissions, rights, fields from roles where id = any(${roleIds}::text[])`.execute(db)
  if (rows.length < new Set(roleIds).size)
    throw fail('validation_failed', 'roles: One of these roles does not exist any more.', [
      { field: 'roles', problem: 'One of these roles does not exist any more.' },
    ])
  requireAuthorityFor(actor, combineRoles(rows.map(heldRole)))
}

/** Throws `forbidden` for access that goes beyond the actor's own. */
export function requireAuthorityFor(actor: Actor, access: RoleAccess): void {
  const { rights, roles } = actor.grants
  // What is sensitive is hidden by a permission, which is compared itself.
  const { fields } = combineRoles(roles)
  const beyond = exceeds(
    { permissions: permissionsOf(access), rights: access.rights, fields: access.fields },
    { permissions: [...actor.permissions], rights, fields },
  )
  if (beyond) throw fail('forbidden', 'This role may do more than you may yourself.')
}

/** Throws `conflict` when this user is the only owner. The caller holds the lock of `lockUser`. */
export async function requireAnotherOwner(trx: Trx, userId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select u.id from users u join user_roles h on h.user_id = u.id
    where h.role_id = 'owner' limit 2`.execute(trx)
  if (rows.every(({ id }) => id === userId))
    throw fail('conflict', 'This is the last owner. Make somebody else an owner first.')
}
