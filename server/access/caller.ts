import { rolePermissions, type Permission, type Role } from '../../model/roles.ts'
import type { Actor } from '../platform/http/index.ts'

const permissionsOf: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(rolePermissions.owner),
  admin: new Set(rolePermissions.admin),
  member: new Set(rolePermissions.member),
  read_only: new Set(rolePermissions.read_only),
}

/** The user as who does something, with what the role permits. */
export function toActor(
  { id, name, role }: { id: string; name: string; role: Role },
  ip: string | null,
): Actor {
  return { type: 'user', id, name, role, permissions: permissionsOf[role], ip }
}
