import { fieldLevels, reaches, recordActions, rightsFor, type FieldRules, type RoleAccess } from './rights.ts'

/** Whether access allows anything that the other does not: a permission, a farther reach, a more open field. */
export function exceeds(access: RoleAccess, limit: RoleAccess): boolean {
  return (
    access.permissions.some((permission) => !limit.permissions.includes(permission)) ||
    reachesFarther(access, limit) ||
    opensMore(access.fields, limit.fields)
  )
}

function reachesFarther(access: RoleAccess, limit: RoleAccess): boolean {
  const objects = new Set([...Object.keys(access.rights), ...Object.keys(limit.rights)])
  return [...objects].some((object) =>
    recordActions.some((action) => {
      const [mine, most] = [rightsFor(access.rights, object)[action], rightsFor(limit.rights, object)[action]]
      return reaches.indexOf(mine) > reaches.indexOf(most)
    }),
  )
}

function opensMore(fields: FieldRules, limit: FieldRules): boolean {
  return Object.entries(limit).some(([object, rules]) =>
    Object.entries(rules ?? {}).some(([field, most = 'edit']) => {
      const level = fields[object]?.[field] ?? 'edit'
      return fieldLevels.indexOf(level) > fieldLevels.indexOf(most)
    }),
  )
}
