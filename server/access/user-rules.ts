import { sql } from 'kysely'
import { rolePermissions, type Role } from '../../model/roles.ts'
import { fail } from '../platform/errors.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Trx } from '../platform/relational/index.ts'

/**
 * Whether this actor may give this role, or change somebody who has it: only an owner for owners, and nobody for a
 * role that may do more than he may himself, so that a key to manage users opens nothing else.
 */
export function requireAuthorityOver(actor: Actor, role: Role): void {
  if (role === 'owner' && actor.type !== 'system' && actor.role !== 'owner')
    throw fail('forbidden', 'Only an owner can make, change or remove owners.')
  if (rolePermissions[role].some((permission) => !actor.permissions.has(permission)))
    throw fail('forbidden', 'This role may do more than you may yourself.')
}

/** Throws `conflict` when this user is the only owner. Holds the owners' rows, so that two cannot step down at once. */
export async function requireAnotherOwner(trx: Trx, userId: string): Promise<void> {
  const { rows } = await sql<{
    id: string
  }>`select id from users where role = 'owner' order by id for update`.execute(trx)
  if (rows.every(({ id }) => id === userId))
    throw fail('conflict', 'This is the last owner. Make somebody else an owner first.')
}
