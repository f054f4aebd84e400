/** What a person or a key may do, named as `what:action`. Every route of the API declares one. */
export const permissions = [
  'people:read',
  'people:write',
  'companies:read',
  'companies:write',
  'events:read',
  'events:write',
  'sources:read',
  'sources:write',
  'segments:read',
  'segments:write',
  'destinations:read',
  'destinations:write',
  'deals:read',
  'deals:write',
  'pipelines:write',
  'records:read',
  'records:write',
  'objects:write',
  'users:read',
  'users:write',
  'keys:read',
  'keys:write',
  'audit:read',
  'system:read',
] as const

export type Permission = (typeof permissions)[number]

export const roles = ['owner', 'admin', 'member', 'read_only'] as const
export type Role = (typeof roles)[number]

const readOnly: Permission[] = [
  'people:read',
  'companies:read',
  'events:read',
  'sources:read',
  'segments:read',
  'destinations:read',
  'deals:read',
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
  'records:write',
]

/** Which role may do what. An owner differs from an admin in that only an owner makes or removes owners. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  owner: permissions,
  admin: permissions,
  member,
  read_only: readOnly,
}

/** How a role is called in the interface. */
export const roleNames: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Administrator',
  member: 'Member',
  read_only: 'Read only',
}
