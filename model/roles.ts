import {
  ANY_OBJECT,
  everyAction,
  recordObjects,
  rightsFor,
  type ObjectRights,
  type RecordObject,
  type RoleAccess,
  type Rights,
} from './rights.ts'

/** What a person or a key may do, named as `what:action`. Every route of the API declares one. */
export const permissions = [
  'people:read',
  'people:write',
  'sensitive:read',
  'identity:write',
  'companies:read',
  'companies:write',
  'events:read',
  'events:write',
  'live:read',
  'sources:read',
  'sources:write',
  'segments:read',
  'segments:write',
  'segments:sql',
  'destinations:read',
  'destinations:write',
  'deals:read',
  'deals:write',
  'pipelines:write',
  'price_books:write',
  'quotas:write',
  'activities:read',
  'activities:write',
  'records:read',
  'records:write',
  'objects:write',
  'duplicates:read',
  'duplicates:write',
  'imports:read',
  'imports:write',
  'users:read',
  'users:write',
  'keys:read',
  'keys:write',
  'mail:read',
  'mail:write',
  'sign_on:read',
  'sign_on:write',
  'audit:read',
  'system:read',
] as const

export type Permission = (typeof permissions)[number]

/** The roles that every installation has. */
export const roles = ['owner', 'admin', 'member', 'read_only'] as const
export type Role = (typeof roles)[number]

const readOnly: Permission[] = [
  'people:read',
  'duplicates:read',
  'companies:read',
  'events:read',
  'live:read',
  'sources:read',
  'segments:read',
  'destinations:read',
  'deals:read',
  'activities:read',
  'records:read',
  'users:read',
  'system:read',
]

const member: Permission[] = [
  ...readOnly,
  'people:write',
  'companies:write',
  'segments:write',
  'deals:write',
  'activities:write',
  'records:write',
  'duplicates:write',
  'imports:read',
  'imports:write',
]

const ownersOnly: readonly Permission[] = ['sign_on:write', 'mail:write']

/**
 * Which role may do what. An owner differs from an admin in that only an owner makes or removes owners, and in that only
 * owners say how one signs in, and which server takes mail: whoever names the provider that vouches for people, or reads the
 * links that let them in, could come in as anybody.
 */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  owner: permissions,
  admin: permissions.filter((permission) => !ownersOnly.includes(permission)),
  member,
  read_only: readOnly,
}

const everything: Rights = { [ANY_OBJECT]: everyAction('all') }
const sightOfEverything: Rights = { [ANY_OBJECT]: { ...everyAction('none'), view: 'all' } }

/** What the roles that every installation has give. */
export const builtInRoles: Record<Role, RoleAccess> = {
  owner: { permissions: rolePermissions.owner, rights: everything, fields: {} },
  admin: { permissions: rolePermissions.admin, rights: everything, fields: {} },
  member: { permissions: rolePermissions.member, rights: everything, fields: {} },
  read_only: { permissions: rolePermissions.read_only, rights: sightOfEverything, fields: {} },
}

/** Permissions that follow from the rights over an object, so that no role grants them apart from those. */
const recordPermissions = {
  'people:read': { object: 'people', writes: false },
  'people:write': { object: 'people', writes: true },
  'companies:read': { object: 'companies', writes: false },
  'companies:write': { object: 'companies', writes: true },
  'deals:read': { object: 'deals', writes: false },
  'deals:write': { object: 'deals', writes: true },
  'records:read': { object: ANY_OBJECT, writes: false },
  'records:write': { object: ANY_OBJECT, writes: true },
} as const satisfies Partial<Record<Permission, { object: string; writes: boolean }>>

/** Permissions for what shows everybody's data at once; they count only for who may see all people. */
const needsAllPeople: readonly Permission[] = [
  'segments:sql',
  'live:read',
  'destinations:read',
  'destinations:write',
  'duplicates:read',
  'duplicates:write',
  'imports:read',
  'imports:write',
]

/** The permissions that a role is given by hand. */
export const grantedPermissions: readonly Permission[] = permissions.filter(
  (permission) => !(permission in recordPermissions),
)

/** All permissions of who has this access: those granted, and those that follow from rights over records. */
export function permissionsOf({ permissions: granted, rights }: RoleAccess): Permission[] {
  const seesAllPeople = rightsFor(rights, 'people').view === 'all'
  return permissions.filter((permission) => {
    const record =
      permission in recordPermissions && recordPermissions[permission as keyof typeof recordPermissions]
    if (record) return mayUse(rights, record)
    return granted.includes(permission) && (seesAllPeople || !needsAllPeople.includes(permission))
  })
}

function mayUse(rights: Rights, { object, writes }: { object: string; writes: boolean }): boolean {
  const objects = object === ANY_OBJECT ? otherObjects(rights) : [object]
  return objects.some((one) => {
    const { view, create, edit, delete: remove, assign } = rightsFor(rights, one)
    return view !== 'none' && (!writes || [create, edit, remove, assign].some((reach) => reach !== 'none'))
  })
}

/** All that rights are given over besides people, companies and deals. */
function otherObjects(rights: Rights): string[] {
  const standard: readonly string[] = recordObjects
  return Object.keys(rights).filter((object) => !standard.includes(object))
}

/** The rights that go with an API key's scopes: every record of the objects that they open. */
export function rightsOfScopes(scopes: ReadonlySet<Permission>): Rights {
  const others = reachOf(scopes, 'records')
  return {
    ...Object.fromEntries(recordObjects.map((object) => [object, reachOf(scopes, object)])),
    [ANY_OBJECT]: others,
  }
}

function reachOf(scopes: ReadonlySet<Permission>, object: RecordObject | 'records'): ObjectRights {
  const view = scopes.has(`${object}:read`) ? 'all' : 'none'
  const change = scopes.has(`${object}:write`) ? 'all' : 'none'
  return { ...everyAction(change), view, export: view }
}
