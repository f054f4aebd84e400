import type { FieldRules, HeldRole, Rights } from '../../../model/rights.ts'
import { builtInRoles, permissions, roles, type Permission, type Role } from '../../../model/roles.ts'

/** A role as the table holds it; what a built-in one gives is in the program. */
export type RoleRow = {
  id: string
  name: string
  permissions: string[]
  rights: Rights
  fields: FieldRules
}

/** What the role of a row gives. */
export function heldRole({ id, name, ...row }: RoleRow): HeldRole {
  if (isBuiltIn(id)) return { id, name, ...builtInRoles[id] }
  return { id, name, ...row, permissions: row.permissions.filter(isPermission) }
}

/** Whether this is one of the roles that every installation has. */
export function isBuiltIn(id: string): id is Role {
  return roles.some((role) => role === id)
}

function isPermission(name: string): name is Permission {
  return permissions.some((permission) => permission === name)
}
